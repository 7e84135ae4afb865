import type { SettlementFault } from './outcome.js';
import type { SandboxDatabase } from '../database/sandbox-database.js';
import { settleOutgoingPayment } from './settle-outgoing-payment.js';

/**
 * Settles payments after the 201 response: one transaction creates a payment, and the next one moves its
 * money.
 */
export interface Settlements {
  settle(outgoingPayment: string, fault?: SettlementFault): void;
  /** Settles the payments that an earlier process left pending. */
  resume(resourceServer: string): Promise<void>;
  /** Resolves when no settlement is running. */
  drain(): Promise<void>;
}

export function createSettlements({
  database,
  now,
  onError,
}: {
  database: SandboxDatabase;
  now: () => number;
  onError: (error: unknown, outgoingPayment: string) => void;
}): Settlements {
  const inFlight = new Set<Promise<void>>();

  function settle(outgoingPayment: string, fault?: SettlementFault): void {
    // Not durable: a settlement that a power failure undoes is pending again and resumes later.
    const settlement = database
      .write((transaction) => settleOutgoingPayment(transaction, outgoingPayment, now(), fault), {
        durable: false,
      })
      .then((walletAddresses) => database.balanceChanges.notify(walletAddresses))
      .catch((error: unknown) => onError(error, outgoingPayment))
      .finally(() => inFlight.delete(settlement));
    inFlight.add(settlement);
  }

  return {
    settle,
    async resume(resourceServer) {
      const pending = await database.reader
        .selectFrom('outgoing_payments')
        .select('id')
        .where('state', '=', 'pending')
        .orderBy('sequence')
        .execute();
      const own = `${resourceServer}/`;
      for (const { id } of pending) if (id.startsWith(own)) settle(id);
    },
    async drain() {
      await Promise.all(inFlight);
    },
  };
}
