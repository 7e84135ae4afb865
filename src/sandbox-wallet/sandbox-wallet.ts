import type { FastifyInstance } from 'fastify';
import { authServer } from './auth-server/auth-server.js';
import { serveInteraction } from './auth-server/interaction.js';
import { serveSandboxControlApi } from './control/control-api.js';
import { createServer } from './create-server.js';
import { createWallet, openAccounts } from './create-wallet.js';
import { checkWalletHost } from './http/check-host.js';
import { serveOperations } from './operations/serve-operations.js';
import { serveSandboxAccountPages } from './pages/account-page.js';
import { serveStyle } from './pages/page.js';
import { resourceServer } from './resource-server/resource-server.js';
import type { SandboxWalletOptions } from './wallet/options.js';
import { serveWalletAddresses } from './wallet-address-server/wallet-address-server.js';

export { acceptInteraction } from './accept-interaction.js';
export { checkLedger, type LedgerViolation } from './ledger/reports/check-ledger.js';
export { readLedger, type LedgerReport } from './ledger/reports/read-ledger.js';
export { openSandboxDatabase, type SandboxDatabase } from './ledger/database/sandbox-database.js';
export type { SandboxAccount, SandboxWalletOptions } from './wallet/options.js';
export { testWalletAddresses } from './test-wallet-addresses.js';
export { createSelfSignedCertificate } from './tls/self-signed-certificate.js';

/**
 * An Open Payments wallet without real money: wallet addresses, an authorization server at `/auth`, a
 * resource server at `/op`, and pages for account owners. It is strict, so that clients that work here also
 * work with a real wallet.
 * @throws TypeError if `origin` is not an origin, a path is invalid, or `tls` and `origin` do not match.
 */
export async function createSandboxWallet(options: SandboxWalletOptions): Promise<FastifyInstance> {
  if (!URL.canParse(options.origin) || new URL(options.origin).origin !== options.origin) {
    throw new TypeError('"origin" must be an origin such as http://localhost:4102');
  }
  if ((options.tls !== undefined) !== options.origin.startsWith('https:')) {
    throw new TypeError('"tls" requires an https "origin", and vice versa');
  }
  const server = createServer(options);
  const wallet = createWallet(options, server);
  await openAccounts(wallet, options);

  server.addHook('onRequest', checkWalletHost(wallet.origin));
  serveStyle(server);
  serveSandboxAccountPages(server, wallet);
  server.get('/', async (_request, reply) => reply.redirect('/sandbox', 302));
  await server.register(async (scope) => serveSandboxControlApi(scope, wallet), { prefix: '/sandbox' });
  await server.register(
    async (auth) => {
      await auth.register(async (scope) => serveOperations(scope, wallet, authServer));
      await auth.register(async (scope) => serveInteraction(scope, wallet));
    },
    { prefix: '/auth' },
  );
  await server.register(async (scope) => serveOperations(scope, wallet, resourceServer), {
    prefix: '/op',
  });
  await server.register(async (scope) => serveWalletAddresses(scope, wallet));

  server.addHook('onReady', () => wallet.settlements.resume(wallet.resourceServer));
  server.addHook('onClose', () => wallet.settlements.drain());
  return server;
}
