import type { LedgerTransaction } from './sandbox-database.js';

/** What comes of every payment to a wallet address, for ever. It is kept with the address, so that the payer's wallet knows, too. */
export type Outcome =
  | 'out-of-balance'
  | 'token-expired'
  | 'key-revoked'
  | 'insufficient-grant'
  | 'flaky'
  | 'settles-never'
  | 'settle-fails'
  | 'partial';

/** How a payment ends. Undefined: honestly. */
export type Fate = 'hangs' | 'fails' | 'is cancelled' | 'partial';

const FATES: Readonly<Partial<Record<Outcome, Fate>>> = {
  'settles-never': 'hangs',
  'settle-fails': 'fails',
  partial: 'partial',
};

export function fateOf(outcome: Outcome | null): Fate | undefined {
  return outcome === null ? undefined : FATES[outcome];
}

/** Counts one more call for `incomingPayment` and answers which it is, from 1. */
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
        .doUpdateSet((known) => ({ [counter]: known(`outcome_calls.${counter}`, '+', 1n) })),
    )
    .returning(['calls', 'payments'])
    .executeTakeFirstOrThrow();
  return row[counter];
}
