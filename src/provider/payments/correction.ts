import { sql } from 'kysely';
import type { StoredSession } from '../sessions.js';
import type { Transaction } from '../services.js';
import type { Intent } from './move-intent.js';

/** What an event tells less than its own payment, because earlier ones have told too much. */
export interface Correction {
  /** In the visitor's asset. */
  sent: bigint;
  /** In the receiver's. */
  received: bigint;
}

/** How much of what the session's page was told too much the event of this payment can make good; undefined where there is nothing. */
export function correctionOf(
  { told_too_much, told_too_much_received }: StoredSession,
  payment: Correction,
): Correction | undefined {
  if (told_too_much + told_too_much_received === 0n) return undefined;
  return {
    sent: lesser(told_too_much, payment.sent),
    received: lesser(told_too_much_received, payment.received),
  };
}

/** One payment of a connection is made at a time, so nobody else takes from it meanwhile. */
export async function takeCorrection(
  transaction: Transaction,
  intent: Intent,
  { sent, received }: Correction,
): Promise<void> {
  await transaction
    .updateTable('session')
    .set({
      // Nothing, if the visitor has consented anew meanwhile.
      told_too_much: sql`CASE WHEN told_too_much > ${sent} THEN told_too_much - ${sent} ELSE 0 END`,
      told_too_much_received: sql`CASE WHEN told_too_much_received > ${received} THEN told_too_much_received - ${received} ELSE 0 END`,
    })
    .where('id', '=', intent.session_id)
    .execute();
}

function lesser(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}
