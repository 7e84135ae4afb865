import { ResourceError } from '../errors.js';
import type { FullAnswer } from '../http/exchange.js';

type Body = Record<string, unknown>;

/** The answer with another body, unless it is a refusal. */
export function changeBody(answer: FullAnswer, change: (body: Body) => Body): FullAnswer {
  return answer.status < 300 ? { ...answer, body: change(answer.body as Body) } : answer;
}

/** A hundred times what was asked for. */
export function withWrongAmount(body: Body): Body {
  const amount = body['debitAmount'] as { value: string };
  return { ...body, debitAmount: { ...amount, value: `${amount.value}00` } };
}

export function withWrongReceiver(body: Body): Body {
  return { ...body, receiver: 'https://evil.example/op/incoming-payments/1' };
}

/** Every URL that a client may call next lies elsewhere. */
export function withEvilId(body: Body): Body {
  const token = body['access_token'] as { manage?: string } | undefined;
  const next = body['continue'] as { uri?: string } | undefined;
  return {
    ...body,
    ...(typeof body['id'] === 'string' && { id: elsewhere(body['id']) }),
    ...(token?.manage !== undefined && { access_token: { ...token, manage: elsewhere(token.manage) } }),
    ...(next?.uri !== undefined && { continue: { ...next, uri: elsewhere(next.uri) } }),
  };
}

/** A list without what is younger than `since`; a payment that is younger is unknown. @throws ResourceError */
export function withoutNewest(body: Body, since: number): Body {
  const isOld = ({ createdAt }: { createdAt?: string }) => Date.parse(createdAt ?? '') <= since;
  if (Array.isArray(body['result'])) return { ...body, result: body['result'].filter(isOld) };
  if (isOld(body)) return body;
  throw new ResourceError(401, 'Unauthorized');
}

function elsewhere(url: string): string {
  return `https://evil.example${new URL(url).pathname}`;
}
