import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { ConnectionState } from '../../protocol/relay-messages.js';
import { RelayProblem } from '../core/relay-problem.js';
import type { StoredConnection } from '../core/connections.js';
import type { ProviderServices } from '../services/provider-services.js';
import { sha256Base64url } from '../authentication/visitor-cookie.js';

const CHALLENGE_LIFETIME_MS = 5 * 60_000;

/**
 * States that wait for a visitor's consent, initially or again. A window that was closed too early leaves the
 * state `bound`.
 */
export const BINDABLE_STATES: ConnectionState[] = ['new', 'bound', 'reconnect', 'revoked'];

/**
 * Issues a secret. The connect page gives it only to its opener, at the site's origin; the target origin of
 * `postMessage` cannot be forged.
 * A challenge requested outside a browser binds the connection to a cookie that no visitor's browser has. The
 * finish page checks that cookie.
 */
export async function issueChallenge(
  { write, now }: ProviderServices,
  connection: StoredConnection,
  visitor: string,
): Promise<string> {
  const challenge = randomBytes(32).toString('base64url');
  await write(async (transaction) => {
    const opened = {
      visitor,
      challenge: sha256Base64url(challenge),
      challenge_expires_at: BigInt(now() + CHALLENGE_LIFETIME_MS),
    };
    const row = transaction.updateTable('connection').where('id', '=', connection.id);
    await row.set(opened).where('state', 'in', BINDABLE_STATES).execute();
    // A binding of another browser must not count here. Otherwise an attacker could bind the connection and
    // send the link to a visitor.
    await row.set({ state: 'new' }).where('state', '=', 'bound').execute();
  });
  return challenge;
}

/**
 * @throws RelayProblem `request-invalid` unless this is the connection's newest challenge, unused and not
 * expired.
 */
export async function redeemChallenge(
  { write, now }: ProviderServices,
  connection: StoredConnection,
  challenge: string,
): Promise<StoredConnection> {
  const expected = Buffer.from(connection.challenge ?? '');
  const actual = Buffer.from(sha256Base64url(challenge));
  const inTime = connection.challenge_expires_at !== null && connection.challenge_expires_at > BigInt(now());
  if (!inTime || expected.length !== actual.length || !timingSafeEqual(expected, actual)) {
    throw new RelayProblem(
      'request-invalid',
      'This is not the challenge of this connection, or it has expired.',
    );
  }
  const bound = await write((transaction) =>
    transaction
      .updateTable('connection')
      // `challenge_expires_at` is kept: it dates the visitor's last visit (retention/retention-rules.ts).
      .set({ state: 'bound', challenge: null })
      .where('id', '=', connection.id)
      .where('challenge', '=', connection.challenge)
      .where('state', 'in', BINDABLE_STATES)
      .returningAll()
      .executeTakeFirst(),
  );
  if (!bound)
    throw new RelayProblem('request-invalid', `A connection in state "${connection.state}" cannot be bound.`);
  return bound;
}
