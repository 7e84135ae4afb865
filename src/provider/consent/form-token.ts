import { randomBytes } from 'node:crypto';
import { hashSecret } from '../connect/visitor-cookie.js';
import { RelayProblem } from '../problem.js';
import type { Services } from '../services.js';

/** Time to read what a form says; then it has to be shown anew. */
const LIFETIME = 30 * 60_000;

/**
 * A token for one use of one form. What the visitor was shown is kept with it, so that nothing else can be sent in its place.
 * @param purpose what the form does, and to what.
 */
export async function issueFormToken(
  { write, now }: Services,
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
          ...{ hash: hashSecret(token), visitor, purpose, shown: JSON.stringify(shown) },
          expires_at: BigInt(now() + LIFETIME),
        })
        .execute(),
    // After a power cut a form is loaded again.
    { durable: false },
  );
  return token;
}

/**
 * Uses the token up. Of any number of calls at once, one gets through.
 * @returns what the visitor was shown.
 * @throws RelayProblem `form-invalid` for a token that is missing, old, used, another visitor's or another form's.
 */
export async function redeemFormToken<Shown extends object>(
  { write, now }: Services,
  visitor: string,
  purpose: string,
  token: string | undefined,
): Promise<Shown> {
  const row = await write((transaction) =>
    transaction
      .deleteFrom('form_token')
      .where('hash', '=', hashSecret(token ?? ''))
      .where('visitor', '=', visitor)
      .where('purpose', '=', purpose)
      .where('expires_at', '>', BigInt(now()))
      .returning('shown')
      .executeTakeFirst(),
  );
  if (!row) throw new RelayProblem('form-invalid');
  return JSON.parse(row.shown) as Shown;
}
