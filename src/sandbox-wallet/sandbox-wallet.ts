import type { FastifyInstance } from 'fastify';
import { authServer } from './auth-server/auth-server.js';
import { serveInteraction } from './auth-server/interaction.js';
import { serveControlApi } from './control/control-api.js';
import { createServer } from './create-server.js';
import { createWallet, openAccounts } from './create-wallet.js';
import { checkHost } from './http/check-host.js';
import { loadOpenApiValidators } from './http/open-api.js';
import { serveOperations } from './http/serve-operations.js';
import { serveAccountPages } from './pages/account-page.js';
import { serveStyle } from './pages/page.js';
import { resourceServer } from './resource-server/resource-server.js';
import type { SandboxWalletOptions } from './options.js';
import { serveWalletAddresses } from './wallet-address-server/wallet-address-server.js';

export { acceptInteraction } from './demo-visitor.js';
export { checkLedger, type LedgerViolation } from './ledger/check-ledger.js';
export { readLedger, type LedgerReport } from './ledger/read-ledger.js';
export { openSandboxDatabase, type SandboxDatabase } from './ledger/sandbox-database.js';
export type { SandboxAccount, SandboxWalletOptions } from './options.js';
export { testWalletAddresses } from './test-wallet-addresses.js';
export { createSelfSignedCertificate } from './tls/self-signed-certificate.js';

/**
 * An Open Payments wallet without money: wallet addresses, authorization server at `/auth`, resource server at `/op`, and pages for the
 * people behind them. Honest and strict, so that what works here works with a real wallet.
 * @throws TypeError when `origin` is not an origin, a path is not one, or `tls` and `origin` do not agree.
 */
export async function createSandboxWallet(options: SandboxWalletOptions): Promise<FastifyInstance> {
  if (!URL.canParse(options.origin) || new URL(options.origin).origin !== options.origin) {
    throw new TypeError('"origin" must be an origin such as http://localhost:4102');
  }
  if ((options.tls !== undefined) !== options.origin.startsWith('https:')) {
    throw new TypeError('"tls" and an https "origin" go together');
  }
  const validators = await loadOpenApiValidators();
  const server = createServer(options);
  const wallet = createWallet(options, server);
  await openAccounts(wallet, options);

  server.addHook('onRequest', checkHost(wallet.origin));
  serveStyle(server);
  serveAccountPages(server, wallet);
  server.get('/', async (_request, reply) => reply.redirect('/sandbox', 302));
  await server.register(async (scope) => serveControlApi(scope, wallet), { prefix: '/sandbox' });
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
