import type { FastifyInstance } from 'fastify';
import { UNITS_PER_1000_USD } from '../../protocol/exchange-rate.js';
import { readLedger } from '../ledger/reports/read-ledger.js';
import { renderSandboxPage } from '../pages/sandbox-page.js';
import { sendSandboxPage } from '../pages/page.js';
import type { SandboxWallet } from '../wallet/wallet.js';
import { requireLocalCaller } from './require-local-caller.js';
import { serveClock } from './clock-api.js';
import { ControlError } from './control-error.js';
import { serveDeveloperKeys } from './developer-keys-api.js';
import { serveFaults } from './faults-api.js';

/**
 * Serves `/sandbox`: tests, the command line and developers read and change the sandbox here. Loopback only.
 */
export async function serveSandboxControlApi(server: FastifyInstance, wallet: SandboxWallet): Promise<void> {
  server.addHook('onRequest', async (request) => requireLocalCaller(request, wallet.origin));
  server.setErrorHandler((error, request, reply) => {
    const status = statusOf(error);
    if (status === undefined) {
      request.log.error(error);
      return reply.code(500).type('text/plain').send('Internal Server Error');
    }
    const code = error instanceof ControlError ? error.code : 'request-invalid';
    return reply.code(status).send({ error: { code, description: (error as Error).message } });
  });
  server.all('/*', async () => {
    throw new ControlError(404, 'not-found', 'Not found. GET /sandbox lists all resources.');
  });

  server.get('/', async (_request, reply) => sendSandboxPage(reply, 200, await renderSandboxPage(wallet)));
  server.get('/ledger', () => readLedger(wallet.database));
  server.get('/rates', async () =>
    Object.fromEntries(Object.entries(UNITS_PER_1000_USD).map(([code, rate]) => [code, rate.toString()])),
  );
  server.get('/test-wallet-addresses', async () =>
    [...wallet.testWalletAddresses].map(([name, { description }]) => ({
      name,
      url: `${wallet.origin}/${name}`,
      description,
    })),
  );
  serveClock(server, wallet);
  serveFaults(server, wallet);
  serveDeveloperKeys(server, wallet);
}

/** @returns the status of a client error, or undefined for an internal error. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof ControlError) return error.status;
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status < 500 ? status : undefined;
}
