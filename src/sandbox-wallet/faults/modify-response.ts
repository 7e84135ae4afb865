import { ResourceError } from '../core/errors.js';
import type { WalletResponseWithHeaders } from '../http/wallet-request.js';

type Body = Record<string, unknown>;

/** The response with a modified body. Errors are unchanged. */
export function modifyBody(
  response: WalletResponseWithHeaders,
  modify: (body: Body) => Body,
): WalletResponseWithHeaders {
  return response.status < 300 ? { ...response, body: modify(response.body as Body) } : response;
}

/** Multiplies the amount by a hundred. */
export function withWrongAmount(body: Body): Body {
  const amount = body['debitAmount'] as { value: string };
  return { ...body, debitAmount: { ...amount, value: `${amount.value}00` } };
}

export function withWrongReceiver(body: Body): Body {
  return { ...body, receiver: 'https://evil.example/op/incoming-payments/1' };
}

/** Moves every URL that a client may call next to another origin. */
export function withForeignUrls(body: Body): Body {
  const token = body['access_token'] as { manage?: string } | undefined;
  const next = body['continue'] as { uri?: string } | undefined;
  return {
    ...body,
    ...(typeof body['id'] === 'string' && { id: toForeignOrigin(body['id']) }),
    ...(token?.manage !== undefined && { access_token: { ...token, manage: toForeignOrigin(token.manage) } }),
    ...(next?.uri !== undefined && { continue: { ...next, uri: toForeignOrigin(next.uri) } }),
  };
}

/**
 * Removes payments younger than `since` from a list.
 * @throws ResourceError if the body is a single younger payment.
 */
export function withoutNewest(body: Body, since: number): Body {
  const isOld = ({ createdAt }: { createdAt?: string }) => Date.parse(createdAt ?? '') <= since;
  if (Array.isArray(body['result'])) return { ...body, result: body['result'].filter(isOld) };
  if (isOld(body)) return body;
  throw new ResourceError(401, 'Unauthorized');
}

function toForeignOrigin(url: string): string {
  return `https://evil.example${new URL(url).pathname}`;
}
