import { getSystemAccount } from '../accounts.js';
import type { LedgerAsset } from '../asset.js';
import { debitAmountFor, exchangeRate } from '../../../protocol/exchange-rate.js';
import { refundSpend } from './grant-spending.js';
import { type SettlementFault, settlementFaultOf } from './outcome.js';
import { type PendingPayment, readPendingPayment } from './pending-payment.js';
import type { LedgerTransaction } from '../database/sandbox-database.js';
import { transfer } from '../transfer.js';

interface MovedAmounts {
  readonly sent: bigint;
  readonly received: bigint;
}

const NOTHING_MOVED: MovedAmounts = { sent: 0n, received: 0n };
const INSUFFICIENT_FUNDS = 'not enough funds';
/** Failure reasons of injected faults. */
const FAILURE_REASONS: Readonly<Partial<Record<SettlementFault, string>>> = {
  fails: 'declined by the sandbox',
  cancelled: INSUFFICIENT_FUNDS,
};

/**
 * Moves the money of a pending payment atomically: the payer's debit, the receiver's credit and the totals of
 * both payments. If the payment is no longer possible, it fails and its spend is refunded to the grant.
 * Idempotent. The end depends on the receiver's outcome or on an injected fault.
 * @returns the two wallet addresses if the payment has ended, else an empty array.
 */
export async function settleOutgoingPayment(
  transaction: LedgerTransaction,
  id: string,
  now: number,
  injectedFault?: SettlementFault,
): Promise<readonly string[]> {
  const payment = await readPendingPayment(transaction, id);
  const fault = injectedFault ?? settlementFaultOf(payment?.outcome ?? null);
  if (!payment || fault === 'stays-pending') return [];
  const failure = findFailureReason(payment, now) ?? (fault && FAILURE_REASONS[fault]);
  if (failure !== undefined) await failPayment(transaction, payment, NOTHING_MOVED, failure);
  else if (fault === 'partial') await sendHalf(transaction, payment, BigInt(now));
  else {
    const moved = { sent: payment.sent_amount, received: payment.receive_amount };
    await sendMoney(transaction, payment, moved, BigInt(now));
    await finishPayment(transaction, payment, 'sent', moved);
  }
  return [payment.wallet_address, payment.receiver_address];
}

/** Sends half of the payment, in whole units, then fails it. */
async function sendHalf(transaction: LedgerTransaction, payment: PendingPayment, now: bigint): Promise<void> {
  const rate = exchangeRate(payerAsset(payment), receiverAsset(payment));
  const received = payment.receive_amount / 2n;
  const moved = rate && received > 0n ? { sent: debitAmountFor(received, rate), received } : NOTHING_MOVED;
  if (moved.sent > 0n) await sendMoney(transaction, payment, moved, now);
  await failPayment(transaction, payment, moved, 'interrupted by the sandbox');
}

async function sendMoney(
  transaction: LedgerTransaction,
  payment: PendingPayment,
  moved: MovedAmounts,
  now: bigint,
): Promise<void> {
  const { payer_account: payer, receiver_account: receiver } = payment;
  const [sent, received] = [payerAsset(payment), receiverAsset(payment)];
  const common = { now, outgoingPayment: payment.id };
  if (sent.code === received.code && sent.scale === received.scale) {
    await transfer(transaction, { ...common, from: payer, to: receiver, asset: sent, amount: moved.sent });
  } else {
    const buyingAccount = await getSystemAccount(transaction, 'exchange', sent);
    const sellingAccount = await getSystemAccount(transaction, 'exchange', received);
    await transfer(transaction, {
      ...common,
      from: payer,
      to: buyingAccount,
      asset: sent,
      amount: moved.sent,
    });
    await transfer(transaction, {
      ...common,
      from: sellingAccount,
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
  moved: MovedAmounts,
  reason: string,
): Promise<void> {
  const metadata = payment.metadata === null ? {} : (JSON.parse(payment.metadata) as Record<string, unknown>);
  const explained = JSON.stringify({ ...metadata, cancellationReason: reason });
  await finishPayment(transaction, payment, 'failed', moved, explained);
  await refundSpend(transaction, payment.interval_start, {
    grantId: payment.grant_id,
    debit: { value: payment.debit_amount - moved.sent, asset: payerAsset(payment) },
    receive: { value: payment.receive_amount - moved.received, asset: receiverAsset(payment) },
  });
}

async function finishPayment(
  transaction: LedgerTransaction,
  payment: PendingPayment,
  state: 'sent' | 'failed',
  { sent, received }: MovedAmounts,
  metadata = payment.metadata,
): Promise<void> {
  await transaction
    .updateTable('outgoing_payments')
    .set({ state, sent_amount: sent, received_amount: received, metadata })
    .where('id', '=', payment.id)
    .execute();
}

function findFailureReason(payment: PendingPayment, now: number): string | undefined {
  if (payment.completed === 1n || payment.expires_at <= BigInt(now)) return 'receiver is closed';
  const remaining =
    (payment.incoming_amount ?? payment.received_amount + payment.receive_amount) - payment.received_amount;
  if (payment.receive_amount > remaining) return 'receiver accepts less';
  if (payment.payer_credits - payment.payer_debits < payment.sent_amount) return INSUFFICIENT_FUNDS;
  return undefined;
}

function payerAsset(payment: PendingPayment): LedgerAsset {
  return { code: payment.payer_code, scale: Number(payment.payer_scale) };
}

function receiverAsset(payment: PendingPayment): LedgerAsset {
  return { code: payment.receiver_code, scale: Number(payment.receiver_scale) };
}
