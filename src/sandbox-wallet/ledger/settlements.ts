import type { Fate } from './outcome.js';
import type { SandboxDatabase } from './sandbox-database.js';
import { settleOutgoingPayment } from './settle.js';

/** The step after a 201: a payment is created in one transaction and its money moves in the next. */
export interface Settlements {
  settle(outgoingPayment: string, fate?: Fate): void;
  /** Takes up what an earlier process left pending. */
  resume(resourceServer: string): Promise<void>;
  /** Resolves when nothing is under way. */
  finish(): Promise<void>;
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
  const underWay = new Set<Promise<void>>();

  function settle(outgoingPayment: string, fate?: Fate): void {
    // Not durable: what a power cut undoes is pending again, and resumed.
    const settlement = database
      .write((transaction) => settleOutgoingPayment(transaction, outgoingPayment, now(), fate), {
        durable: false,
      })
      .then((walletAddresses) => database.movements.announce(walletAddresses))
      .catch((error: unknown) => onError(error, outgoingPayment))
      .finally(() => underWay.delete(settlement));
    underWay.add(settlement);
  }

  return {
    settle,
    async resume(resourceServer) {
      const pending = await database.committed
        .selectFrom('outgoing_payments')
        .select('id')
        .where('state', '=', 'pending')
        .orderBy('sequence')
        .execute();
      const own = `${resourceServer}/`;
      for (const { id } of pending) if (id.startsWith(own)) settle(id);
    },
    async finish() {
      await Promise.all(underWay);
    },
  };
}
