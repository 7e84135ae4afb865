import { parseScaledAmount } from '../../protocol/amount.js';
import type { Services } from '../services.js';
import { askAboutPayments } from './ask-about-payments.js';
import { type Intent, markSettled, type SettledIntent } from './intent-transitions.js';
import { payerOf, readConnection } from './payer.js';
import { UNFUNDED_AFTER } from './unfunded.js';

/** Settling costs one call for many payments, so payments wait for company this long, or until there are so many. */
const SETTLE_AFTER = 30_000;
const SETTLE_BATCH = 20;
/** Where the money may be missing, so many are asked about at once, the failures before included. */
const SUSPICIOUS_BATCH = Number(UNFUNDED_AFTER);
/** A payment that has sent something for so long without having failed has arrived as far as it will: over the network a part gets lost. */
const ARRIVED_AFTER = 60_000;
/** And one that sent nothing for so long is not asked about any more. */
const STUCK_AFTER = 10 * 60_000;

/**
 * Counts what was sent, not what was created: a wallet's 201 does not mean that money moved. Payments that still hang stay counted as spent.
 * @param created of one connection, oldest first.
 * @param options `now`: without waiting for company. `failures`: payments in a row that failed before these; absent where money is known to be there.
 * @returns true when something has ended otherwise than it was counted: connection and session may have changed.
 */
export async function settlePayments(
  services: Services,
  created: Intent[],
  options: { now?: boolean; failures?: bigint | undefined } = {},
): Promise<boolean> {
  const oldest = created[0];
  if (!oldest) return false;
  const { failures } = options;
  const ripe =
    created.length >= SETTLE_BATCH ||
    (failures !== undefined && created.length + Number(failures) >= SUSPICIOUS_BATCH) ||
    Number(oldest.created_at) + SETTLE_AFTER <= services.now();
  if (!ripe && !options.now) return false;

  const settled: SettledIntent[] = [];
  const payer = payerOf(await readConnection(services.database, oldest.connection_id));
  try {
    for await (const [intent, payment] of askAboutPayments(services, payer, created)) {
      // What the wallet does not know any more will not be heard of again either.
      const sent = payment ? parseScaledAmount(payment.sentAmount.value) : 0n;
      const state = stateOf(payment?.failed ?? false, sent, intent, services.now());
      if (state) settled.push({ intent, sent, state });
    }
  } finally {
    // What was heard before a wallet fell silent counts.
    if (settled.length > 0) await markSettled(services, settled);
    for (const { state } of settled) services.metrics.settlements.inc({ outcome: state });
  }
  const hasSucceeded = settled.some(({ sent }) => sent > 0n) && (failures ?? 0n) > 0n;
  return hasSucceeded || settled.some(({ intent, sent }) => sent !== intent.debit_amount);
}

function stateOf(failed: boolean, sent: bigint, intent: Intent, now: number): SettledIntent['state'] | null {
  const age = now - Number(intent.created_at);
  if (failed) return 'failed';
  if (sent >= intent.debit_amount || (sent > 0n && age > ARRIVED_AFTER)) return 'settled';
  return age > STUCK_AFTER ? 'stuck' : null;
}
