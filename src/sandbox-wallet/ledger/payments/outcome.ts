import type { Outcome } from '../database/account-tables.js';
import type { LedgerTransaction } from '../database/sandbox-database.js';

/** A faulty end of a payment. Undefined: the payment succeeds. */
export type SettlementFault = 'stays-pending' | 'fails' | 'cancelled' | 'partial';

const SETTLEMENT_FAULTS: Readonly<Partial<Record<Outcome, SettlementFault>>> = {
  'settles-never': 'stays-pending',
  'settle-fails': 'fails',
  partial: 'partial',
};

export function settlementFaultOf(outcome: Outcome | null): SettlementFault | undefined {
  return outcome === null ? undefined : SETTLEMENT_FAULTS[outcome];
}

/**
 * Increments the counter of `incomingPayment`.
 * @returns the new value, starting at 1.
 */
export async function countOutcomeCall(
  transaction: LedgerTransaction,
  incomingPayment: string,
  counter: 'calls' | 'payments' = 'calls',
): Promise<bigint> {
  const row = await transaction
    .insertInto('outcome_calls')
    .values({ incoming_payment: incomingPayment, calls: 0n, payments: 0n, [counter]: 1n })
    .onConflict((conflict) =>
      conflict
        .column('incoming_payment')
        .doUpdateSet((column) => ({ [counter]: column(`outcome_calls.${counter}`, '+', 1n) })),
    )
    .returning(['calls', 'payments'])
    .executeTakeFirstOrThrow();
  return row[counter];
}
