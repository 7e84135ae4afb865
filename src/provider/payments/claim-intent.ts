import type { Services } from '../services.js';
import { type Intent, NOT_DURABLE } from './intent-transitions.js';
import { UNFINISHED } from './unfinished-intents.js';

/** Longer than one node can take to pay: two tries of ten seconds, and a token rotated in between. */
export const CLAIM = 30_000;

/** True while the node that claimed it may be expected to be paying it. One from further ahead is of a clock that was set back since. */
export function isClaimed({ claimed_until: until }: Intent, now: number): boolean {
  return until > BigInt(now) && until <= BigInt(now + CLAIM);
}

/**
 * A database that one process has for itself has no other's claims in it: those from before it started are of one that has ended, and nobody waits for it.
 * @param start milliseconds since 1970.
 */
export async function endClaimsOfEarlierProcess(
  { write, now, pool }: Pick<Services, 'write' | 'now' | 'pool'>,
  start: number,
): Promise<void> {
  if (pool) return;
  await write((transaction) =>
    transaction
      .updateTable('intent')
      .set({ claimed_until: BigInt(now()) })
      .where(UNFINISHED)
      .where('state', '=', 'submitting')
      .where('claimed_until', '<', BigInt(start + CLAIM))
      .execute(),
  );
}

/** The open intent, now this node's to recover; undefined when another was faster or it is open no more. */
export function claimIntent(
  { write, now }: Pick<Services, 'write' | 'now'>,
  intent: Intent,
): Promise<Intent | undefined> {
  return write(
    (transaction) =>
      transaction
        .updateTable('intent')
        .set({ claimed_until: BigInt(now() + CLAIM) })
        .where('id', '=', intent.id)
        .where('state', '=', 'submitting')
        .where('claimed_until', '=', intent.claimed_until)
        .returningAll()
        .executeTakeFirst(),
    NOT_DURABLE,
  );
}

/**
 * Nobody on this node takes care of it any more: the next tick, on any node, may.
 * @param next before then the wallet is not asked again what became of it. Default: at once.
 */
export async function endClaim(
  { write, now }: Pick<Services, 'write' | 'now'>,
  intent: Intent,
  next?: number,
): Promise<void> {
  const asked = next !== undefined && {
    recover_at: BigInt(next),
    recover_tries: intent.recover_tries + 1n,
  };
  await write(
    (transaction) =>
      transaction
        .updateTable('intent')
        .set({ claimed_until: BigInt(now()), ...asked })
        .where('id', '=', intent.id)
        .where('state', '=', 'submitting')
        .where('claimed_until', '=', intent.claimed_until)
        .execute(),
    NOT_DURABLE,
  );
}
