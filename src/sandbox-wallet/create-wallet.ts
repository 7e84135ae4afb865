import { setTimeout } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { createActiveFaults } from './faults/active-faults.js';
import { createInProcessFetch } from './http/in-process-fetch.js';
import { openWalletAddress } from './ledger/accounts.js';
import { createSettlements } from './ledger/payments/settlements.js';
import type { SandboxWalletOptions } from './wallet/options.js';
import { createClientKeyCache } from './signatures/client-key-cache.js';
import { createSeenNonces } from './signatures/seen-nonces.js';
import { CREATED_TOLERANCE_S } from './signatures/verify-signature.js';
import { TEST_WALLET_ADDRESSES } from './test-wallet-addresses.js';
import type { SandboxWallet } from './wallet/wallet.js';

const DEFAULT_ASSET = { code: 'USD', scale: 2 };

export function createWallet(options: SandboxWalletOptions, server: FastifyInstance): SandboxWallet {
  const { origin, database } = options;
  const systemTime = options.now ?? Date.now;
  const now = () => systemTime() + database.clock.aheadMs;
  const fetch = createInProcessFetch(server, origin, options.fetch ?? globalThis.fetch);
  return {
    origin,
    authServer: `${origin}/auth`,
    resourceServer: `${origin}/op`,
    database,
    settlements: createSettlements({
      database,
      now,
      onError: (error, outgoingPayment) =>
        server.log.error({ error, outgoingPayment }, 'a settlement failed'),
    }),
    clientKeys: createClientKeyCache({
      fetch,
      now: systemTime,
      lifetime: options.clientKeyLifetimeMs ?? 60_000,
    }),
    seenNonces: createSeenNonces(database, 2 * CREATED_TOLERANCE_S * 1000),
    faults: createActiveFaults(),
    testWalletAddresses: options.testWalletAddresses ? TEST_WALLET_ADDRESSES : new Map(),
    interactionWaitMs: (options.interactionWaitSeconds ?? 5) * 1000,
    tokenLifetimeMs: (options.tokenLifetimeSeconds ?? 600) * 1000,
    log: server.log,
    now,
    systemTime,
    delay: options.delay ?? ((milliseconds) => setTimeout(milliseconds)),
    fetch,
  };
}

export async function openAccounts(
  wallet: SandboxWallet,
  { accounts = [] }: SandboxWalletOptions,
): Promise<void> {
  const now = BigInt(wallet.now());
  await wallet.database.write(async (transaction) => {
    for (const { path, publicName, balance, assetCode: code, assetScale: scale } of accounts) {
      if (!/^\/[^?#]*[^/?#]$/.test(path))
        throw new TypeError('"path" must start with a slash and must not end with one');
      const id = `${wallet.origin}${path}`;
      const asset = { code, scale };
      const defaults = { reachable: true, outcome: null };
      await openWalletAddress(transaction, { id, publicName, asset, balance, ...defaults, now });
    }
    for (const [
      name,
      { publicName, account, asset = DEFAULT_ASSET, outcome = null },
    ] of wallet.testWalletAddresses) {
      if (account === undefined) continue;
      const id = `${wallet.origin}/${name}`;
      const reachable = account === 'payable';
      await openWalletAddress(transaction, { id, publicName, asset, balance: 0n, reachable, outcome, now });
    }
  });
}
