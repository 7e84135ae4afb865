import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAuthenticatedClient } from '@interledger/open-payments';
import fastify, { type FastifyInstance } from 'fastify';
import pino from 'pino';
import { openDatabase } from '../database/open-database.js';
import { createWriter } from '../database/writer.js';
import { createNonceIssuer } from './checks/nonces.js';
import { createReplayGuard } from './checks/replay-guard.js';
import { clientWalletAddress, serveClientWalletAddress } from './client-wallet-address.js';
import { serveConnectPage } from './connect/connect-page.js';
import { serveFinishPage } from './consent/finish-page.js';
import { loadOrGenerateClientKey } from './keys/client-key.js';
import { openSecretBox } from './keys/secret-box.js';
import { migrations } from './migrations.js';
import { DEFAULT_ALLOWANCE, type ProviderOptions } from './options.js';
import { recoverOpenIntents } from './payments/recover-open-intents.js';
import { answerFailuresAsProblems, answerFrameworkError } from './problem-response.js';
import { serveRelay } from './relay-routes.js';
import type { ProviderSchema } from './schema.js';
import type { Services } from './services.js';
import { createSingleFlight } from './single-flight.js';

export type { Allowance, ProviderOptions, SandboxVisitor } from './options.js';

/** What a wallet call may take, connection and body included. */
const WALLET_TIMEOUT = 10_000;
const MIN_PAYMENT_DELAY = 2_000;
const BODY_LIMIT = 16 * 1024;

/**
 * A Web Monetization provider: relays the Open Payments flow for pages, holds every token, enforces every limit.
 * Not listening yet: call `listen()`, or `inject()` in tests.
 */
export async function createProvider(options: ProviderOptions): Promise<FastifyInstance> {
  const logger = options.logger ?? pino({ level: 'silent' });
  const server = fastify({
    loggerInstance: logger,
    bodyLimit: BODY_LIMIT,
    frameworkErrors: answerFrameworkError,
    routerOptions: { ignoreTrailingSlash: true },
  });
  const services = await createServices(options);
  server.addHook('onClose', () => services.database.destroy());
  answerFailuresAsProblems(server);
  serveClientWalletAddress(server, services);
  serveFinishPage(server, services);
  await server.register((connect) => serveConnectPage(connect, services));
  await server.register((relay) => serveRelay(relay, services));
  server.addHook('onListen', () => recoverOpenIntents(services, server.log));
  return server;
}

async function createServices(options: ProviderOptions): Promise<Services> {
  const { origin, dataDirectory, now = Date.now } = options;
  if (new URL(origin).origin !== origin)
    throw new TypeError(`"origin" must be an origin without path, got ${JSON.stringify(origin)}`);
  if (dataDirectory !== null) mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  const inData = (name: string) => (dataDirectory === null ? null : join(dataDirectory, name));
  const clientKey = await loadOrGenerateClientKey(inData('client-key.pem'));
  const database = await openDatabase<ProviderSchema>(inData('provider.db') ?? ':memory:', migrations);
  return {
    origin,
    allowance: options.allowance ?? DEFAULT_ALLOWANCE,
    minPaymentDelay: options.minPaymentDelay ?? MIN_PAYMENT_DELAY,
    sandbox: options.sandbox ?? options.sandboxVisitor !== undefined,
    sandboxVisitor: options.sandboxVisitor,
    database,
    write: createWriter(database),
    secrets: openSecretBox(inData('secret-key')),
    clientKey,
    client: await createAuthenticatedClient({
      walletAddressUrl: clientWalletAddress(origin),
      privateKey: clientKey.privateKey,
      keyId: clientKey.keyId,
      requestTimeoutMs: WALLET_TIMEOUT,
    }),
    singleFlight: createSingleFlight(),
    nonces: createNonceIssuer(now),
    replays: createReplayGuard(now),
    now,
    sleep: options.sleep ?? (async (milliseconds) => sleep(milliseconds)),
  };
}
