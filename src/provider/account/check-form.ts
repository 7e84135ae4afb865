import type { FastifyRequest } from 'fastify';
import { readVisitor } from '../connect/visitor-cookie.js';
import { redeemFormToken } from '../consent/form-token.js';
import { RelayProblem } from '../problem.js';
import type { Services } from '../services.js';

/** One token for all forms of one page: the first that is sent uses it up. */
export const ACCOUNT_FORM = 'account';

export type Fields = Readonly<Partial<Record<string, string>>>;

/** @throws RelayProblem `form-invalid` */
export function requireVisitor(request: FastifyRequest, origin: string): string {
  const visitor = readVisitor(request, origin);
  if (visitor === null) throw new RelayProblem('form-invalid', 'Nothing is connected in this browser.');
  return visitor;
}

/**
 * A form of the account page, shown to this browser and sent by it, for the first time. Where it comes from has been checked before.
 * @returns the visitor.
 */
export async function checkForm(services: Services, request: FastifyRequest): Promise<string> {
  const visitor = requireVisitor(request, services.origin);
  await redeemFormToken(services, visitor, ACCOUNT_FORM, fieldsOf(request)['token']);
  return visitor;
}

export function fieldsOf({ body }: FastifyRequest): Fields {
  return (body ?? {}) as Fields;
}

/** What a form without files sends. A name that comes twice counts once. */
export function parseForm(body: string): Fields {
  return Object.assign(Object.create(null), Object.fromEntries(new URLSearchParams(body))) as Fields;
}
