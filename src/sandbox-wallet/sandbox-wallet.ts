import { setTimeout } from 'node:timers/promises';
import { type FastifyBaseLogger, type FastifyInstance, fastify } from 'fastify';
import { authServer } from './auth-server/auth-server.js';
import { serveInteraction } from './auth-server/interaction.js';
import { loadOpenApiValidators } from './http/open-api.js';
import { SandboxResponse } from './http/announce-sandbox.js';
import { serveOperations } from './http/serve-operations.js';
import { openWalletAddress } from './ledger/accounts.js';
import { RATES } from './ledger/exchange.js';
import { readLedger } from './ledger/read-ledger.js';
import { createSettlements } from './ledger/settlements.js';
import { serveAccountPages } from './pages/account-page.js';
import { serveStyle } from './pages/page.js';
import { resourceServer } from './resource-server/resource-server.js';
import { createClientKeys } from './signatures/client-keys.js';
import { createSeenNonces } from './signatures/seen-nonces.js';
import { CREATED_TOLERANCE } from './signatures/verify-signature.js';
import type { SandboxWalletOptions } from './options.js';
import { TEST_WALLET_ADDRESSES } from './test-wallet-addresses.js';
import type { Wallet } from './wallet.js';
import { serveWalletAddresses } from './wallet-address-server/wallet-address-server.js';

export { acceptInteraction } from './demo-visitor.js';
export { checkLedger, type LedgerViolation } from './ledger/check-ledger.js';
export { readLedger, type LedgerReport } from './ledger/read-ledger.js';
export { openSandboxDatabase, type SandboxDatabase } from './ledger/sandbox-database.js';
export type { SandboxAccount, SandboxWalletOptions } from './options.js';
export { testWalletAddresses } from './test-wallet-addresses.js';

/**
 * An Open Payments wallet without money: wallet addresses, authorization server at `/auth`, resource server at `/op`, and pages for the
 * people behind them. Honest and strict, so that what works here works with a real wallet.
 * @throws TypeError when `origin` is not an origin, or a path is not one.
 */
export async function createSandboxWallet(options: SandboxWalletOptions): Promise<FastifyInstance> {
  if (!URL.canParse(options.origin) || new URL(options.origin).origin !== options.origin) {
    throw new TypeError('"origin" must be an origin such as http://localhost:4102');
  }
  const validators = await loadOpenApiValidators();
  const server = fastify({
    ...(options.logger && { loggerInstance: options.logger }),
    http: { ServerResponse: SandboxResponse },
    bodyLimit: 16_384,
    requestTimeout: 30_000,
    forceCloseConnections: true,
  });
  const wallet = createWallet(options, server.log);
  await openAccounts(wallet, options);

  serveStyle(server);
  serveAccountPages(server, wallet);
  server.get('/sandbox/ledger', () => readLedger(wallet.database));
  server.get('/sandbox/rates', async () =>
    Object.fromEntries(Object.entries(RATES).map(([code, rate]) => [code, rate.toString()])),
  );
  await server.register(
    async (auth) => {
      await auth.register(async (scope) => serveOperations(scope, wallet, validators, authServer));
      await auth.register(async (scope) => serveInteraction(scope, wallet));
    },
    { prefix: '/auth' },
  );
  await server.register(async (scope) => serveOperations(scope, wallet, validators, resourceServer), {
    prefix: '/op',
  });
  await server.register(async (scope) => serveWalletAddresses(scope, wallet, validators));

  server.addHook('onReady', () => wallet.settlements.resume(wallet.resourceServer));
  server.addHook('onClose', () => wallet.settlements.finish());
  return server;
}

function createWallet(options: SandboxWalletOptions, log: FastifyBaseLogger): Wallet {
  const { origin, database } = options;
  const now = options.now ?? Date.now;
  const fetch = options.fetch ?? globalThis.fetch;
  return {
    origin,
    authServer: `${origin}/auth`,
    resourceServer: `${origin}/op`,
    database,
    settlements: createSettlements({
      database,
      now,
      onError: (error, outgoingPayment) => log.error({ error, outgoingPayment }, 'A settlement failed'),
    }),
    clientKeys: createClientKeys({ fetch, now, lifetime: options.clientKeyLifetime ?? 60_000 }),
    seenNonces: createSeenNonces(2 * CREATED_TOLERANCE * 1000),
    testWalletAddresses: new Map(options.testWalletAddresses ? Object.entries(TEST_WALLET_ADDRESSES) : []),
    interactionWait: (options.interactionWait ?? 5) * 1000,
    tokenLifetime: (options.tokenLifetime ?? 600) * 1000,
    log,
    now,
    delay: options.delay ?? ((milliseconds) => setTimeout(milliseconds)),
    fetch,
  };
}

async function openAccounts(wallet: Wallet, { accounts = [] }: SandboxWalletOptions): Promise<void> {
  const now = BigInt(wallet.now());
  await wallet.database.write(async (transaction) => {
    for (const { path, publicName, balance, assetCode: code, assetScale: scale } of accounts) {
      if (!/^\/[^?#]*[^/?#]$/.test(path)) throw new TypeError('"path" must begin and not end with a slash');
      const id = `${wallet.origin}${path}`;
      await openWalletAddress(transaction, {
        id,
        publicName,
        asset: { code, scale },
        balance,
        reachable: true,
        now,
      });
    }
    for (const [name, { publicName, account }] of wallet.testWalletAddresses) {
      if (account === undefined) continue;
      await openWalletAddress(transaction, {
        id: `${wallet.origin}/${name}`,
        publicName,
        asset: { code: 'USD', scale: 2 },
        balance: 0n,
        reachable: account === 'payable',
        now,
      });
    }
  });
}
