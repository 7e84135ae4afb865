import { ownAccount } from './accounts.js';
import type { Asset } from './asset.js';
import { debitAmountFor, exchangeRate } from '../../protocol/exchange.js';
import { giveBackSpend } from './grant-spends.js';
import { type Fate, fateOf } from './outcome.js';
import { type PendingPayment, readPendingPayment } from './pending-payment.js';
import type { LedgerTransaction } from './sandbox-database.js';
import { transfer } from './transfer.js';

interface Moved {
  readonly sent: bigint;
  readonly received: bigint;
}

const NOTHING: Moved = { sent: 0n, received: 0n };
const NO_MONEY = 'not enough funds';
/** Why a payment fails that need not. */
const REASONS: Readonly<Partial<Record<Fate, string>>> = {
  fails: 'declined by the sandbox',
  'is cancelled': NO_MONEY,
};

/**
 * Moves the money of a pending payment: the payer's debit, the receiver's credit and both payments' totals, or none of them.
 * A payment that can no longer be made fails and gives its spend back to the grant. Settling twice changes nothing.
 * Answers the two wallet addresses when the payment has ended. Its fate is the receiver's outcome, or what a double makes of it.
 */
export async function settleOutgoingPayment(
  transaction: LedgerTransaction,
  id: string,
  now: number,
  fate?: Fate,
): Promise<readonly string[]> {
  const payment = await readPendingPayment(transaction, id);
  const played = fate ?? fateOf(payment?.outcome ?? null);
  if (!payment || played === 'hangs') return [];
  const failure = reasonToFail(payment, now) ?? (played && REASONS[played]);
  if (failure !== undefined) await failPayment(transaction, payment, NOTHING, failure);
  else if (played === 'partial') await sendPart(transaction, payment, BigInt(now));
  else {
    const moved = { sent: payment.sent_amount, received: payment.receive_amount };
    await sendMoney(transaction, payment, moved, BigInt(now));
    await endPayment(transaction, payment, 'sent', moved);
  }
  return [payment.wallet_address, payment.receiver_address];
}

/** Half of it arrives, in whole units, before the payment fails. */
async function sendPart(transaction: LedgerTransaction, payment: PendingPayment, now: bigint): Promise<void> {
  const rate = exchangeRate(payerAsset(payment), receiverAsset(payment));
  const received = payment.receive_amount / 2n;
  const moved = rate && received > 0n ? { sent: debitAmountFor(received, rate), received } : NOTHING;
  if (moved.sent > 0n) await sendMoney(transaction, payment, moved, now);
  await failPayment(transaction, payment, moved, 'ended in the middle by the sandbox');
}

async function sendMoney(
  transaction: LedgerTransaction,
  payment: PendingPayment,
  moved: Moved,
  now: bigint,
): Promise<void> {
  const { payer_account: payer, receiver_account: receiver } = payment;
  const [sent, received] = [payerAsset(payment), receiverAsset(payment)];
  const common = { now, outgoingPayment: payment.id };
  if (sent.code === received.code && sent.scale === received.scale) {
    await transfer(transaction, { ...common, from: payer, to: receiver, asset: sent, amount: moved.sent });
  } else {
    const buys = await ownAccount(transaction, 'exchange', sent);
    const sells = await ownAccount(transaction, 'exchange', received);
    await transfer(transaction, { ...common, from: payer, to: buys, asset: sent, amount: moved.sent });
    await transfer(transaction, {
      ...common,
      from: sells,
      to: receiver,
      asset: received,
      amount: moved.received,
    });
  }
  const total = payment.received_amount + moved.received;
  await transaction
    .updateTable('incoming_payments')
    .set({ received_amount: total, completed: total === payment.incoming_amount ? 1n : 0n })
    .where('id', '=', payment.receiver)
    .execute();
}

async function failPayment(
  transaction: LedgerTransaction,
  payment: PendingPayment,
  moved: Moved,
  reason: string,
): Promise<void> {
  const metadata = payment.metadata === null ? {} : (JSON.parse(payment.metadata) as Record<string, unknown>);
  const explained = JSON.stringify({ ...metadata, cancellationReason: reason });
  await endPayment(transaction, payment, 'failed', moved, explained);
  await giveBackSpend(transaction, payment.interval_start, {
    grantId: payment.grant_id,
    debit: { value: payment.debit_amount - moved.sent, asset: payerAsset(payment) },
    receive: { value: payment.receive_amount - moved.received, asset: receiverAsset(payment) },
  });
}

async function endPayment(
  transaction: LedgerTransaction,
  payment: PendingPayment,
  state: 'sent' | 'failed',
  { sent, received }: Moved,
  metadata = payment.metadata,
): Promise<void> {
  await transaction
    .updateTable('outgoing_payments')
    .set({ state, sent_amount: sent, received_amount: received, metadata })
    .where('id', '=', payment.id)
    .execute();
}

function reasonToFail(payment: PendingPayment, now: number): string | undefined {
  if (payment.completed === 1n || payment.expires_at <= BigInt(now)) return 'receiver is closed';
  const remaining =
    (payment.incoming_amount ?? payment.received_amount + payment.receive_amount) - payment.received_amount;
  if (payment.receive_amount > remaining) return 'receiver wants less';
  if (payment.payer_credits - payment.payer_debits < payment.sent_amount) return NO_MONEY;
  return undefined;
}

function payerAsset(payment: PendingPayment): Asset {
  return { code: payment.payer_code, scale: Number(payment.payer_scale) };
}

function receiverAsset(payment: PendingPayment): Asset {
  return { code: payment.receiver_code, scale: Number(payment.receiver_scale) };
}
