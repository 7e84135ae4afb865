import { parseScaledAmount } from '../../protocol/amount.js';
import type { Services } from '../services.js';
import { markSettled } from './intent-transitions.js';
import { listOutgoingPayments } from './outgoing-payments.js';
import { readPayer } from './payer.js';

/** Settling costs one call for many payments, so payments wait for company this long, or until there are so many. */
const SETTLE_AFTER = 5_000;
const SETTLE_BATCH = 20;

/**
 * Counts what was sent, not what was created: a wallet's 201 does not mean that money moved. Payments that still hang stay counted as spent.
 */
export async function settlePayments(
  services: Services,
  connectionId: string,
  options: { now?: boolean } = {},
): Promise<void> {
  const { database, now } = services;
  const created = await database
    .selectFrom('intent')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .where('state', '=', 'created')
    .orderBy('created_at')
    .execute();
  const oldest = created[0];
  if (!oldest) return;
  const ripe = created.length >= SETTLE_BATCH || Number(oldest.created_at) + SETTLE_AFTER <= now();
  if (!ripe && !options.now) return;

  const open = new Map(created.map((intent) => [intent.outgoing_payment, intent]));
  const payer = await readPayer(database, connectionId);
  for await (const payment of listOutgoingPayments(services, payer, Number(oldest.created_at))) {
    const intent = open.get(payment.id);
    if (!intent) continue;
    const sent = parseScaledAmount(payment.sentAmount.value);
    if (payment.failed || sent >= intent.debit_amount) await markSettled(database, intent, sent);
    open.delete(payment.id);
    if (open.size === 0) return;
  }
}
