import type { FastifyInstance } from 'fastify';
import { RATES } from '../../protocol/exchange.js';
import { readLedger } from '../ledger/read-ledger.js';
import { sandboxPage } from '../pages/sandbox-page.js';
import { sendPage } from '../pages/page.js';
import type { Wallet } from '../wallet.js';
import { checkCallerIsLocal } from './check-caller.js';
import { serveClock } from './clock.js';
import { ControlError } from './control-error.js';
import { serveDeveloperKeys } from './developer-keys.js';
import { serveSwitches } from './doubles.js';

/** `/sandbox`: what a test, a command line or a developer may see and change. Loopback only. */
export async function serveControlApi(server: FastifyInstance, wallet: Wallet): Promise<void> {
  server.addHook('onRequest', async (request) => checkCallerIsLocal(request, wallet.origin));
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
    throw new ControlError(404, 'not-found', 'There is nothing here. GET /sandbox shows what there is.');
  });

  server.get('/', async (_request, reply) => sendPage(reply, 200, await sandboxPage(wallet)));
  server.get('/ledger', () => readLedger(wallet.database));
  server.get('/rates', async () =>
    Object.fromEntries(Object.entries(RATES).map(([code, rate]) => [code, rate.toString()])),
  );
  server.get('/test-wallet-addresses', async () =>
    [...wallet.testWalletAddresses].map(([name, { does }]) => ({
      name,
      url: `${wallet.origin}/${name}`,
      does,
    })),
  );
  serveClock(server, wallet);
  serveSwitches(server, wallet);
  serveDeveloperKeys(server, wallet);
}

/** Undefined: our own fault. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof ControlError) return error.status;
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status < 500 ? status : undefined;
}
