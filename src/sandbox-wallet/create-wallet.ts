import { setTimeout } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { createSwitches } from './doubles/switches.js';
import { createFetch } from './http/fetch-own.js';
import { openWalletAddress } from './ledger/accounts.js';
import { createSettlements } from './ledger/settlements.js';
import type { SandboxWalletOptions } from './options.js';
import { createClientKeys } from './signatures/client-keys.js';
import { createSeenNonces } from './signatures/seen-nonces.js';
import { CREATED_TOLERANCE } from './signatures/verify-signature.js';
import { TEST_WALLET_ADDRESSES } from './test-wallet-addresses.js';
import type { Wallet } from './wallet.js';

const DOLLARS = { code: 'USD', scale: 2 };

export function createWallet(options: SandboxWalletOptions, server: FastifyInstance): Wallet {
  const { origin, database } = options;
  const systemTime = options.now ?? Date.now;
  const now = () => systemTime() + database.clock.ahead;
  const fetch = createFetch(server, origin, options.fetch ?? globalThis.fetch);
  return {
    origin,
    authServer: `${origin}/auth`,
    resourceServer: `${origin}/op`,
    database,
    settlements: createSettlements({
      database,
      now,
      onError: (error, outgoingPayment) =>
        server.log.error({ error, outgoingPayment }, 'A settlement failed'),
    }),
    clientKeys: createClientKeys({ fetch, now: systemTime, lifetime: options.clientKeyLifetime ?? 60_000 }),
    seenNonces: createSeenNonces(database, 2 * CREATED_TOLERANCE * 1000),
    doubles: createSwitches(),
    testWalletAddresses: options.testWalletAddresses ? TEST_WALLET_ADDRESSES : new Map(),
    interactionWait: (options.interactionWait ?? 5) * 1000,
    tokenLifetime: (options.tokenLifetime ?? 600) * 1000,
    log: server.log,
    now,
    systemTime,
    delay: options.delay ?? ((milliseconds) => setTimeout(milliseconds)),
    fetch,
  };
}

export async function openAccounts(wallet: Wallet, { accounts = [] }: SandboxWalletOptions): Promise<void> {
  const now = BigInt(wallet.now());
  await wallet.database.write(async (transaction) => {
    for (const { path, publicName, balance, assetCode: code, assetScale: scale } of accounts) {
      if (!/^\/[^?#]*[^/?#]$/.test(path)) throw new TypeError('"path" must begin and not end with a slash');
      const id = `${wallet.origin}${path}`;
      const asset = { code, scale };
      const honest = { reachable: true, outcome: null };
      await openWalletAddress(transaction, { id, publicName, asset, balance, ...honest, now });
    }
    for (const [
      name,
      { publicName, account, asset = DOLLARS, outcome = null },
    ] of wallet.testWalletAddresses) {
      if (account === undefined) continue;
      const id = `${wallet.origin}/${name}`;
      const reachable = account === 'payable';
      await openWalletAddress(transaction, { id, publicName, asset, balance: 0n, reachable, outcome, now });
    }
  });
}
