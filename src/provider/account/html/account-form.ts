import type { FastifyRequest } from 'fastify';
import { readVisitor } from '../../authentication/visitor-cookie.js';
import { redeemFormToken } from '../../wallet-grants/consent-form/form-token.js';
import { RelayProblem } from '../../core/relay-problem.js';
import type { ProviderServices } from '../../services/provider-services.js';

/** All forms of one page share a token. The first submission redeems it. */
export const ACCOUNT_FORM = 'account';

export type FormFields = Readonly<Partial<Record<string, string>>>;

/** @throws RelayProblem `form-invalid` */
export function requireVisitor(request: FastifyRequest, origin: string): string {
  const visitor = readVisitor(request, origin);
  if (visitor === null) throw new RelayProblem('form-invalid', 'No wallet is connected in this browser.');
  return visitor;
}

/**
 * Redeems the token of an account form: it was shown in this browser and is submitted for the first time. The
 * caller has already checked the origin.
 * @returns the visitor.
 * @throws RelayProblem `form-invalid`
 */
export async function redeemAccountForm(
  services: ProviderServices,
  request: FastifyRequest,
): Promise<string> {
  const visitor = requireVisitor(request, services.origin);
  await redeemFormToken(services, visitor, ACCOUNT_FORM, readFormFields(request)['token']);
  return visitor;
}

export function readFormFields({ body }: FastifyRequest): FormFields {
  return (body ?? {}) as FormFields;
}

/** Parses `application/x-www-form-urlencoded`. For a repeated name, one value is kept. */
export function parseFormBody(body: string): FormFields {
  return Object.assign(Object.create(null), Object.fromEntries(new URLSearchParams(body))) as FormFields;
}
