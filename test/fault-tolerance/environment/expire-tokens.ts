import type { SandboxDatabase } from '../../../src/sandbox-wallet/sandbox-wallet.js';

/** Expires every token; tokens can still be rotated. */
export async function expireTokens({ write }: SandboxDatabase, now: number): Promise<void> {
  await write((transaction) =>
    transaction
      .updateTable('access_tokens')
      .set({ expires_at: BigInt(now) })
      .execute(),
  );
}
