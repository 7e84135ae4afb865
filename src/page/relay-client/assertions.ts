import { parseScaledAmount } from '../../protocol/amount.js';
import { assertResponse, isJsonObject, type JsonBody } from './process-response.js';

export function assertStrings(body: JsonBody, ...members: string[]): void {
  for (const member of members) assertMember(body, member, (value) => typeof value === 'string');
}

export function assertNumber(body: JsonBody, member: string): void {
  assertMember(body, member, (value) => typeof value === 'number' && value >= 0);
}

export function assertAmount(body: JsonBody, member: string): void {
  const amount = assertObject(body, member);
  assertAsset(amount);
  assertMember(amount, 'value', (value) => {
    try {
      return parseScaledAmount(value) >= 0n;
    } catch {
      return false;
    }
  });
}

export function assertAsset(body: JsonBody): void {
  assertStrings(body, 'assetCode');
  assertMember(
    body,
    'assetScale',
    (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 255,
  );
}

export function assertObject(body: JsonBody, member: string): JsonBody {
  assertMember(body, member, isJsonObject);
  return body[member] as JsonBody;
}

export function assertMember(body: JsonBody, member: string, isValid: (value: unknown) => boolean): void {
  assertResponse(isValid(body[member]), `an object with an invalid "${member}"`);
}
