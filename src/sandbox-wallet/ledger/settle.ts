import { ownAccount } from './accounts.js';
import type { Asset } from './asset.js';
import { giveBackSpend } from './grant-spends.js';
import type { LedgerReader, LedgerTransaction } from './sandbox-database.js';
import { transfer } from './transfer.js';

/**
 * Moves the money of a pending payment: the payer's debit, the receiver's credit and both payments' totals, or none of them.
 * A payment that can no longer be made fails and gives its spend back to the grant. Settling twice changes nothing.
 */
export async function settleOutgoingPayment(
  transaction: LedgerTransaction,
  id: string,
  now: number,
): Promise<void> {
  const payment = await readPendingPayment(transaction, id);
  if (!payment) return;
  const failure = reasonToFail(payment, now);
  if (failure === undefined) await sendMoney(transaction, payment, BigInt(now));
  else await failPayment(transaction, payment, failure);
}

async function sendMoney(
  transaction: LedgerTransaction,
  payment: PendingPayment,
  now: bigint,
): Promise<void> {
  const { payer_account: payer, receiver_account: receiver } = payment;
  const [sent, received] = [payerAsset(payment), receiverAsset(payment)];
  const common = { now, outgoingPayment: payment.id };
  if (sent.code === received.code && sent.scale === received.scale) {
    await transfer(transaction, {
      ...common,
      from: payer,
      to: receiver,
      asset: sent,
      amount: payment.sent_amount,
    });
  } else {
    const [buys, sells] = [
      await ownAccount(transaction, 'exchange', sent),
      await ownAccount(transaction, 'exchange', received),
    ];
    await transfer(transaction, {
      ...common,
      from: payer,
      to: buys,
      asset: sent,
      amount: payment.sent_amount,
    });
    await transfer(transaction, {
      ...common,
      from: sells,
      to: receiver,
      asset: received,
      amount: payment.receive_amount,
    });
  }
  const total = payment.received_amount + payment.receive_amount;
  await transaction
    .updateTable('incoming_payments')
    .set({ received_amount: total, completed: total === payment.incoming_amount ? 1n : 0n })
    .where('id', '=', payment.receiver)
    .execute();
  await transaction
    .updateTable('outgoing_payments')
    .set({ state: 'sent' })
    .where('id', '=', payment.id)
    .execute();
}

async function failPayment(
  transaction: LedgerTransaction,
  payment: PendingPayment,
  reason: string,
): Promise<void> {
  const metadata = payment.metadata === null ? {} : (JSON.parse(payment.metadata) as Record<string, unknown>);
  await transaction
    .updateTable('outgoing_payments')
    .set({ state: 'failed', metadata: JSON.stringify({ ...metadata, cancellationReason: reason }) })
    .where('id', '=', payment.id)
    .execute();
  await giveBackSpend(transaction, payment.interval_start, {
    grantId: payment.grant_id,
    debit: { value: payment.debit_amount, asset: payerAsset(payment) },
    receive: { value: payment.receive_amount, asset: receiverAsset(payment) },
  });
}

function reasonToFail(payment: PendingPayment, now: number): string | undefined {
  if (payment.completed === 1n || payment.expires_at <= BigInt(now)) return 'receiver is closed';
  const remaining =
    (payment.incoming_amount ?? payment.received_amount + payment.receive_amount) - payment.received_amount;
  if (payment.receive_amount > remaining) return 'receiver wants less';
  if (payment.payer_credits - payment.payer_debits < payment.sent_amount) return 'not enough funds';
  return undefined;
}

type PendingPayment = NonNullable<Awaited<ReturnType<typeof readPendingPayment>>>;

function readPendingPayment(transaction: LedgerReader, id: string) {
  return transaction
    .selectFrom('outgoing_payments as outgoing')
    .innerJoin('quotes', 'quotes.id', 'outgoing.quote')
    .innerJoin('incoming_payments as incoming', 'incoming.id', 'quotes.receiver')
    .innerJoin('wallet_addresses as payers', 'payers.id', 'outgoing.wallet_address')
    .innerJoin('accounts as payer', 'payer.id', 'payers.account')
    .innerJoin('wallet_addresses as receivers', 'receivers.id', 'incoming.wallet_address')
    .innerJoin('accounts as receiver', 'receiver.id', 'receivers.account')
    .select(['outgoing.id', 'outgoing.metadata', 'outgoing.grant_id', 'outgoing.interval_start'])
    .select(['quotes.receiver', 'quotes.debit_amount', 'quotes.receive_amount', 'quotes.sent_amount'])
    .select([
      'incoming.incoming_amount',
      'incoming.received_amount',
      'incoming.completed',
      'incoming.expires_at',
    ])
    .select(['payer.id as payer_account', 'payer.debits as payer_debits', 'payer.credits as payer_credits'])
    .select(['payer.asset_code as payer_code', 'payer.asset_scale as payer_scale'])
    .select(['receiver.id as receiver_account', 'receiver.asset_code as receiver_code'])
    .select(['receiver.asset_scale as receiver_scale'])
    .where('outgoing.id', '=', id)
    .where('outgoing.state', '=', 'pending')
    .executeTakeFirst();
}

function payerAsset(payment: PendingPayment): Asset {
  return { code: payment.payer_code, scale: Number(payment.payer_scale) };
}

function receiverAsset(payment: PendingPayment): Asset {
  return { code: payment.receiver_code, scale: Number(payment.receiver_scale) };
}
