import type { SandboxDatabase } from '../ledger/sandbox-database.js';
import { hashSecret } from '../secrets.js';

/** Nonces of signatures that are still fresh. Kept with the ledger, so that a restart does not make an old request new. */
export interface SeenNonces {
  /** Remembers the nonce; false when it had been seen. */
  add(client: string, nonce: string, now: number): Promise<boolean>;
}

export function createSeenNonces(database: SandboxDatabase, lifetime: number): SeenNonces {
  return {
    add(client, nonce, now) {
      // Not durable: a power cut that loses the nonce loses what the request did, too, because that is written later.
      return database.write(
        async (transaction) => {
          await transaction.deleteFrom('seen_nonces').where('expires_at', '<=', BigInt(now)).execute();
          const { numInsertedOrUpdatedRows } = await transaction
            .insertInto('seen_nonces')
            .values({
              nonce_hash: hashSecret(JSON.stringify([client, nonce])),
              expires_at: BigInt(now + lifetime),
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
