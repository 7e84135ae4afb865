import type { SandboxDatabase } from '../ledger/database/sandbox-database.js';
import { hashStoredSecret } from '../core/secrets.js';

/** Nonces of recent signatures. Stored with the ledger, so that a restart does not allow replays. */
export interface SeenNonces {
  /**
   * Stores the nonce.
   * @returns false if it was used before.
   */
  add(client: string, nonce: string, now: number): Promise<boolean>;
}

export function createSeenNonces(database: SandboxDatabase, lifetimeMs: number): SeenNonces {
  return {
    add(client, nonce, now) {
      // Not durable: a power failure that loses the nonce also loses the effect of the request, which is
      // written later.
      return database.write(
        async (transaction) => {
          await transaction.deleteFrom('seen_nonces').where('expires_at', '<=', BigInt(now)).execute();
          const { numInsertedOrUpdatedRows } = await transaction
            .insertInto('seen_nonces')
            .values({
              nonce_hash: hashStoredSecret(JSON.stringify([client, nonce])),
              expires_at: BigInt(now + lifetimeMs),
            })
            .onConflict((conflict) => conflict.doNothing())
            .executeTakeFirst();
          return numInsertedOrUpdatedRows === 1n;
        },
        { durable: false },
      );
    },
  };
}
