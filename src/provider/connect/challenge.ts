import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { ConnectionState } from '../../protocol/relay-messages.js';
import { RelayProblem } from '../problem.js';
import type { StoredConnection } from '../connections.js';
import type { Services } from '../services.js';
import { hashSecret } from './visitor-cookie.js';

const LIFETIME = 5 * 60_000;

/** States that wait for a visitor's consent, for the first time or again. A window that was closed too early leaves `bound` behind. */
export const UNBOUND: ConnectionState[] = ['new', 'bound', 'reconnect', 'revoked'];

/**
 * A secret that the connect page gives only to the page that opened it, at the site's origin: the target of a `postMessage` cannot be forged.
 * Who asks for one outside a browser binds the connection to a cookie that no visitor's browser carries, and the finish page asks for it.
 */
export async function issueChallenge(
  { write, now }: Services,
  connection: StoredConnection,
  visitor: string,
): Promise<string> {
  const challenge = randomBytes(32).toString('base64url');
  await write(async (transaction) => {
    const opened = {
      visitor,
      challenge: hashSecret(challenge),
      challenge_expires_at: BigInt(now() + LIFETIME),
    };
    const row = transaction.updateTable('connection').where('id', '=', connection.id);
    await row.set(opened).where('state', 'in', UNBOUND).execute();
    // What was bound in another browser is not bound in this one: else whoever binds first could send the link to others.
    await row.set({ state: 'new' }).where('state', '=', 'bound').execute();
  });
  return challenge;
}

/** @throws RelayProblem `request-invalid` unless this is the connection's newest challenge, unused and in time. */
export async function redeemChallenge(
  { write, now }: Services,
  connection: StoredConnection,
  challenge: string,
): Promise<StoredConnection> {
  const expected = Buffer.from(connection.challenge ?? '');
  const given = Buffer.from(hashSecret(challenge));
  const inTime = connection.challenge_expires_at !== null && connection.challenge_expires_at > BigInt(now());
  if (!inTime || expected.length !== given.length || !timingSafeEqual(expected, given)) {
    throw new RelayProblem(
      'request-invalid',
      'This is not the challenge of this connection, or it has expired.',
    );
  }
  const bound = await write((transaction) =>
    transaction
      .updateTable('connection')
      // When it was to expire stays: it tells when the visitor was last here (retention/rules.ts).
      .set({ state: 'bound', challenge: null })
      .where('id', '=', connection.id)
      .where('challenge', '=', connection.challenge)
      .where('state', 'in', UNBOUND)
      .returningAll()
      .executeTakeFirst(),
  );
  if (!bound)
    throw new RelayProblem('request-invalid', `A connection that is ${connection.state} cannot be bound.`);
  return bound;
}
