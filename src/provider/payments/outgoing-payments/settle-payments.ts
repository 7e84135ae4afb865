import { parseScaledAmount } from '../../../protocol/amount.js';
import type { PaymentServices } from '../services/payment-services.js';
import { queryPayments } from './query-payments.js';
import type { Intent } from '../../core/intent-table.js';
import { markSettled, type SettledIntent } from '../intents/intent-state.js';
import { toPayer, readConnection } from '../../core/payer.js';
import { UNFUNDED_AFTER_FAILURES } from '../../budget/unfunded.js';

/** Payments are settled in batches: after this delay, or when there are `SETTLE_BATCH_SIZE`. */
const SETTLE_DELAY_MS = 30_000;
const SETTLE_BATCH_SIZE = 20;
/** The batch size while the wallet may be out of money. Earlier consecutive failures count too. */
const SUSPICIOUS_BATCH_SIZE = Number(UNFUNDED_AFTER_FAILURES);
/** A partial payment older than this counts as settled: the rest was lost in the network. */
const ARRIVED_AFTER_MS = 60_000;
/** A payment that has sent nothing after this time is no longer queried. */
const STUCK_AFTER_MS = 10 * 60_000;

/**
 * Corrects the spent amounts to what was sent. A wallet's 201 does not mean that money was sent. Payments
 * without a result continue to count as spent.
 * @param created payments of one connection, oldest first.
 * @param options.now true skips the batching.
 * @param options.failures consecutive failures before these payments. Absent if the wallet has money.
 * @returns true if a result differs from what was counted. The connection and session may have changed.
 */
export async function settlePayments(
  services: PaymentServices,
  created: Intent[],
  options: { now?: boolean; failures?: bigint | undefined } = {},
): Promise<boolean> {
  const oldest = created[0];
  if (!oldest) return false;
  const { failures } = options;
  const isBatchReady =
    created.length >= SETTLE_BATCH_SIZE ||
    (failures !== undefined && created.length + Number(failures) >= SUSPICIOUS_BATCH_SIZE) ||
    Number(oldest.created_at) + SETTLE_DELAY_MS <= services.now();
  if (!isBatchReady && !options.now) return false;

  const settled: SettledIntent[] = [];
  const payer = toPayer(await readConnection(services.database, oldest.connection_id));
  try {
    for await (const [intent, payment] of queryPayments(services, payer, created)) {
      // A payment that the wallet does not return counts as sending nothing, and becomes stuck in the end.
      const sent = payment ? parseScaledAmount(payment.sentAmount.value) : 0n;
      const state = settledStateOf(payment?.failed ?? false, sent, intent, services.now());
      if (state) settled.push({ intent, sent, state });
    }
  } finally {
    // Keep the results received before an error.
    if (settled.length > 0) await markSettled(services, settled);
    for (const { state } of settled) services.metrics.settlements.inc({ outcome: state });
  }
  const hasSucceeded = settled.some(({ sent }) => sent > 0n) && (failures ?? 0n) > 0n;
  return hasSucceeded || settled.some(({ intent, sent }) => sent !== intent.debit_amount);
}

function settledStateOf(
  failed: boolean,
  sent: bigint,
  intent: Intent,
  now: number,
): SettledIntent['state'] | null {
  const age = now - Number(intent.created_at);
  if (failed) return 'failed';
  if (sent >= intent.debit_amount || (sent > 0n && age > ARRIVED_AFTER_MS)) return 'settled';
  return age > STUCK_AFTER_MS ? 'stuck' : null;
}
