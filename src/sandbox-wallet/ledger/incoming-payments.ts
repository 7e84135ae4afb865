import type { Selectable } from 'kysely';
import { PaymentError } from '../errors.js';
import { randomSecret } from '../secrets.js';
import type { Asset } from './asset.js';
import type { Outcome } from './outcome.js';
import { resourceName } from './resource-name.js';
import type { LedgerSchema } from './schema.js';
import type { LedgerReader, LedgerTransaction } from './sandbox-database.js';

const LIFETIME = 30 * 86_400_000;

export interface IncomingPayment {
  readonly id: string;
  readonly walletAddress: string;
  readonly client: string;
  readonly asset: Asset;
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

/** @throws PaymentError "invalid expiresAt" for an instant that has passed or lies more than 30 days ahead. */
export async function createIncomingPayment(
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
  const expiresAt = payment.expiresAt ?? payment.now + LIFETIME;
  if (!(expiresAt > payment.now && expiresAt <= payment.now + LIFETIME)) {
    throw new PaymentError(400, 'invalid expiresAt');
  }
  const id = `${payment.resourceServer}/incoming-payments/${resourceName(payment.now)}`;
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

/** An expired payment that received nothing is as good as deleted, as on the live server. */
export async function findIncomingPayment(
  database: LedgerReader,
  id: string,
  now: number,
): Promise<IncomingPayment | undefined> {
  const row = await selectIncomingPayments(database)
    .where('incoming_payments.id', '=', id)
    .executeTakeFirst();
  const payment = row && incomingPaymentOf(row);
  return payment && (payment.expiresAt > now || payment.receivedAmount > 0n) ? payment : undefined;
}

/** @throws PaymentError "invalid receiver" unless it is known, reachable, not completed and not expired. */
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

/** @throws PaymentError 409 "wrong state" unless it is still open. */
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

export function selectIncomingPayments(database: LedgerReader) {
  return database
    .selectFrom('incoming_payments')
    .innerJoin('wallet_addresses', 'wallet_addresses.id', 'incoming_payments.wallet_address')
    .innerJoin('accounts', 'accounts.id', 'wallet_addresses.account')
    .selectAll('incoming_payments')
    .select(['accounts.asset_code', 'accounts.asset_scale'])
    .select(['wallet_addresses.reachable', 'wallet_addresses.outcome']);
}

type Row = Selectable<LedgerSchema['incoming_payments']> & {
  asset_code: string;
  asset_scale: bigint;
  reachable: bigint;
  outcome: Outcome | null;
};

export function incomingPaymentOf(row: Row): IncomingPayment {
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
