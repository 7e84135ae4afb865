import { parseScaledAmount } from '../protocol/amount.js';
import { assertAnswer, isObject } from './process-response.js';
import type { Body } from './process-response.js';

export function assertStrings(body: Body, ...members: string[]): void {
  for (const member of members) assertMember(body, member, (value) => typeof value === 'string');
}

export function assertNumber(body: Body, member: string): void {
  assertMember(body, member, (value) => typeof value === 'number' && value >= 0);
}

export function assertAmount(body: Body, member: string): void {
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

export function assertAsset(body: Body): void {
  assertStrings(body, 'assetCode');
  assertMember(
    body,
    'assetScale',
    (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 255,
  );
}

export function assertObject(body: Body, member: string): Body {
  assertMember(body, member, isObject);
  return body[member] as Body;
}

export function assertMember(body: Body, member: string, isValid: (value: unknown) => boolean): void {
  assertAnswer(isValid(body[member]), `an object with an invalid "${member}"`);
}
