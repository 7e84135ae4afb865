import type { Selectable, SelectQueryBuilder } from 'kysely';
import { PaymentError } from '../../core/errors.js';
import { randomSecret } from '../../core/secrets.js';
import type { LedgerAsset } from '../asset.js';
import type { Outcome } from '../database/account-tables.js';
import { createResourceId } from './resource-id.js';
import type { LedgerSchema } from '../database/schema.js';
import type { LedgerReader, LedgerTransaction } from '../database/sandbox-database.js';

const MAX_LIFETIME_MS = 30 * 86_400_000;

export interface IncomingPayment {
  readonly id: string;
  readonly walletAddress: string;
  readonly client: string;
  readonly asset: LedgerAsset;
  readonly reachable: boolean;
  readonly outcome: Outcome | null;
  readonly incomingAmount: bigint | null;
  readonly receivedAmount: bigint;
  readonly completed: boolean;
  readonly expiresAt: number;
  readonly metadata: string | null;
  readonly sharedSecret: string;
  readonly createdAt: number;
}

/** @throws PaymentError "invalid expiresAt" if the instant has passed or is more than 30 days ahead. */
export async function insertIncomingPayment(
  transaction: LedgerTransaction,
  payment: {
    resourceServer: string;
    walletAddress: string;
    client: string;
    incomingAmount: bigint | null;
    expiresAt: number | undefined;
    metadata: string | null;
    now: number;
  },
): Promise<string> {
  const expiresAt = payment.expiresAt ?? payment.now + MAX_LIFETIME_MS;
  if (!(expiresAt > payment.now && expiresAt <= payment.now + MAX_LIFETIME_MS)) {
    throw new PaymentError(400, 'invalid expiresAt');
  }
  const id = `${payment.resourceServer}/incoming-payments/${createResourceId(payment.now)}`;
  await transaction
    .insertInto('incoming_payments')
    .values({
      id,
      wallet_address: payment.walletAddress,
      client: payment.client,
      incoming_amount: payment.incomingAmount,
      expires_at: BigInt(expiresAt),
      metadata: payment.metadata,
      shared_secret: randomSecret(),
      created_at: BigInt(payment.now),
    })
    .execute();
  return id;
}

/** As on the live server, an expired payment that received nothing counts as deleted. */
export async function findIncomingPayment(
  database: LedgerReader,
  id: string,
  now: number,
): Promise<IncomingPayment | undefined> {
  const row = await selectIncomingPayments(database)
    .where('incoming_payments.id', '=', id)
    .executeTakeFirst();
  const payment = row && toIncomingPayment(row);
  return payment && (payment.expiresAt > now || payment.receivedAmount > 0n) ? payment : undefined;
}

/**
 * @throws PaymentError "invalid receiver" unless the payment exists, is reachable, not completed and not
 * expired.
 */
export async function findReceiver(
  database: LedgerReader,
  id: string,
  now: number,
): Promise<IncomingPayment> {
  const receiver = await findIncomingPayment(database, id, now);
  if (!receiver?.reachable || receiver.completed || receiver.expiresAt <= now) {
    throw new PaymentError(400, 'invalid receiver');
  }
  return receiver;
}

/** @throws PaymentError 409 "wrong state" unless the payment is open. */
export async function completeIncomingPayment(
  transaction: LedgerTransaction,
  id: string,
  now: number,
): Promise<void> {
  const { numUpdatedRows } = await transaction
    .updateTable('incoming_payments')
    .set({ completed: 1n })
    .where('id', '=', id)
    .where('completed', '=', 0n)
    .where('expires_at', '>', BigInt(now))
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new PaymentError(409, 'wrong state');
}

export function selectIncomingPayments(
  database: LedgerReader,
): SelectQueryBuilder<
  LedgerSchema,
  'incoming_payments' | 'wallet_addresses' | 'accounts',
  IncomingPaymentRow
> {
  return database
    .selectFrom('incoming_payments')
    .innerJoin('wallet_addresses', 'wallet_addresses.id', 'incoming_payments.wallet_address')
    .innerJoin('accounts', 'accounts.id', 'wallet_addresses.account')
    .selectAll('incoming_payments')
    .select(['accounts.asset_code', 'accounts.asset_scale'])
    .select(['wallet_addresses.reachable', 'wallet_addresses.outcome']);
}

type IncomingPaymentRow = Selectable<LedgerSchema['incoming_payments']> & {
  asset_code: string;
  asset_scale: bigint;
  reachable: bigint;
  outcome: Outcome | null;
};

export function toIncomingPayment(row: IncomingPaymentRow): IncomingPayment {
  return {
    id: row.id,
    walletAddress: row.wallet_address,
    client: row.client,
    asset: { code: row.asset_code, scale: Number(row.asset_scale) },
    reachable: row.reachable === 1n,
    outcome: row.outcome,
    incomingAmount: row.incoming_amount,
    receivedAmount: row.received_amount,
    completed: row.completed === 1n,
    expiresAt: Number(row.expires_at),
    metadata: row.metadata,
    sharedSecret: row.shared_secret,
    createdAt: Number(row.created_at),
  };
}
