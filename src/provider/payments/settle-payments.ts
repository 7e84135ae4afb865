import { parseScaledAmount } from '../../protocol/amount.js';
import type { Services } from '../services.js';
import { type Intent, markSettled, type SettledIntent } from './intent-transitions.js';
import { listOutgoingPayments } from './outgoing-payments.js';
import { readPayer } from './payer.js';

/** Settling costs one call for many payments, so payments wait for company this long, or until there are so many. */
const SETTLE_AFTER = 5_000;
const SETTLE_BATCH = 20;

/**
 * Counts what was sent, not what was created: a wallet's 201 does not mean that money moved. Payments that still hang stay counted as spent.
 * @param created of one connection, oldest first.
 */
export async function settlePayments(
  services: Services,
  created: Intent[],
  options: { now?: boolean } = {},
): Promise<void> {
  const oldest = created[0];
  if (!oldest) return;
  const ripe = created.length >= SETTLE_BATCH || Number(oldest.created_at) + SETTLE_AFTER <= services.now();
  if (!ripe && !options.now) return;

  const settled = await readSettled(services, created, oldest);
  if (settled.length > 0) await markSettled(services.write, settled);
}

async function readSettled(services: Services, created: Intent[], oldest: Intent): Promise<SettledIntent[]> {
  const unsettled = new Map(created.map((intent) => [intent.outgoing_payment, intent]));
  const settled: SettledIntent[] = [];
  const payer = await readPayer(services.database, oldest.connection_id);
  for await (const payment of listOutgoingPayments(
    services,
    payer,
    Number(oldest.created_at),
    created.length,
  )) {
    const intent = unsettled.get(payment.id);
    if (!intent) continue;
    const sent = parseScaledAmount(payment.sentAmount.value);
    if (payment.failed || sent >= intent.debit_amount) settled.push({ intent, sent });
    unsettled.delete(payment.id);
    if (unsettled.size === 0) break;
  }
  return settled;
}
