import { randomBytes } from 'node:crypto';
import { sha256Base64url } from '../../authentication/visitor-cookie.js';
import { RelayProblem } from '../../core/relay-problem.js';
import type { Services } from '../../core/services.js';

/** After this time the form has to be loaded again. */
const FORM_TOKEN_LIFETIME_MS = 30 * 60_000;

/**
 * Issues a single-use token for a form. The values that the form shows are stored with it, so a submission
 * cannot change them.
 * @param purpose the form's action and its target.
 * @param shown the values that the form shows.
 */
export async function issueFormToken(
  { write, now }: Pick<Services, 'write' | 'now'>,
  visitor: string,
  purpose: string,
  shown: object = {},
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await write(
    (transaction) =>
      transaction
        .insertInto('form_token')
        .values({
          ...{ hash: sha256Base64url(token), visitor, purpose, shown: JSON.stringify(shown) },
          expires_at: BigInt(now() + FORM_TOKEN_LIFETIME_MS),
        })
        .execute(),
    // If a power cut loses the token, the form has to be loaded again.
    { durable: false },
  );
  return token;
}

/**
 * Redeems the token. Only one of several concurrent calls succeeds.
 * @returns the values that the form showed.
 * @throws RelayProblem `form-invalid` if the token is missing, expired, used, or from elsewhere.
 */
export async function redeemFormToken<Shown extends object>(
  { write, now }: Pick<Services, 'write' | 'now'>,
  visitor: string,
  purpose: string,
  token: string | undefined,
): Promise<Shown> {
  const row = await write((transaction) =>
    transaction
      .deleteFrom('form_token')
      .where('hash', '=', sha256Base64url(token ?? ''))
      .where('visitor', '=', visitor)
      .where('purpose', '=', purpose)
      .where('expires_at', '>', BigInt(now()))
      .returning('shown')
      .executeTakeFirst(),
  );
  if (!row) throw new RelayProblem('form-invalid');
  return JSON.parse(row.shown) as Shown;
}
