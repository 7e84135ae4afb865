import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pino from 'pino';
import { openDatabase } from '../database/open-database.js';
import { parsePostgresUrl } from '../database/postgres/postgres-url.js';
import { withoutUndefined } from '../protocol/options.js';
import { DEFAULT_MIN_PAYMENT_DELAY_MS } from '../protocol/compute-payment-amount-and-delay.js';
import { createNonceIssuer } from './authentication/nonces.js';
import { createReplayGuard } from './authentication/replay-guard.js';
import { createSharedReplayGuard } from './authentication/shared-replay-guard.js';
import { createSessionKeys } from './authentication/session-keys.js';
import { clientWalletAddressUrl, DEFAULT_CLIENT_NAME } from './keys/client-wallet-address.js';
import { createEgress } from './egress/egress.js';
import { createEgressOptions } from './egress/egress-options.js';
import { openClientKeyRing } from './keys/client-key-ring.js';
import { createSecretBox } from './keys/secret-box.js';
import { deriveNonceSecrets, loadSecretKeys } from './keys/secret-keys.js';
import { createCurrentKeySigner } from './keys/current-key-signer.js';
import { createRateLimiter } from './limits/rate-limiter.js';
import { DEFAULT_LIMITS, SANDBOX_LIMITS } from './limits/limits.js';
import { createRedactedLogger } from './operations/redacted-logger.js';
import { createMetrics } from './operations/metrics.js';
import { measureWalletCalls } from './operations/measure-wallet-calls.js';
import { migrations } from './migrations/migrations.js';
import { createResourceServerCheck } from './open-payments/check-resource-server.js';
import { createOpenPaymentsClient } from './open-payments/open-payments-client.js';
import { createResponseValidators } from './open-payments/response-validators.js';
import { DEFAULT_ALLOWANCE } from './core/allowance.js';
import type { ProviderOptions } from './services/options.js';
import { createVisibleTimeTokens } from './authentication/visible-time-token.js';
import { createExchangeRateCache } from './payments/services/exchange-rate-cache.js';
import { createFairScheduler } from './payments/services/fair-scheduler.js';
import type { ProviderSchema } from './core/database-schema.js';
import type { ProviderServices } from './services/provider-services.js';
import { createSingleFlight } from './core/single-flight.js';
import { createAccessTokenCache } from './wallet-grants/access-tokens.js';
import { withCrashPoints } from './services/crash-points.js';
import { createTrace } from './trace/trace.js';
import { traceWalletCalls } from './trace/trace-wallet-calls.js';

/**
 * Opens the database and builds the provider's services.
 * @throws TypeError if `origin` is not an origin, or `databaseUrl` is not a PostgreSQL URL. Error if the
 * database or a key cannot be opened.
 */
export async function createServices(options: ProviderOptions): Promise<ProviderServices> {
  const { origin, dataDirectory, now = Date.now } = options;
  if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
    throw new TypeError(`"origin" must be an origin without path, got ${JSON.stringify(origin)}`);
  }
  checkDatabaseUrl(options.databaseUrl);
  if (options.databaseUrl !== undefined && options.secretKey === undefined && dataDirectory === null) {
    throw new TypeError(
      '"databaseUrl" needs "secretKey": a restart would lose a temporary key and all stored secrets.',
    );
  }
  if (dataDirectory !== null) mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  const dataFile = (name: string) => (dataDirectory === null ? null : join(dataDirectory, name));
  const metrics = options.metrics ?? createMetrics();
  const secretKeys = loadSecretKeys(options.secretKey, dataFile('secret-key'));
  const secrets = createSecretBox(secretKeys);
  const log = createRedactedLogger(options.logger ?? pino({ level: 'silent' }));
  const { write, ...opened } = await openDatabase<ProviderSchema>(
    options.databaseUrl ?? dataFile('provider.db') ?? ':memory:',
    migrations,
  );
  const database = opened.reader;
  const clientKeys = await openClientKeyRing(
    { database, write, secrets, now, log },
    dataFile('client-key.pem'),
    options.repeat,
  ).catch(async (error: unknown) => {
    await opened.close();
    throw error;
  });
  const sandbox = options.sandbox ?? options.sandboxVisitor !== undefined;
  const egressSettings = createEgressOptions(sandbox, options.egress);
  const egress = createEgress(egressSettings);
  const sign = createCurrentKeySigner(clientKeys);
  const client = createOpenPaymentsClient({
    ...{
      egress,
      sign,
      validators: createResponseValidators(),
      walletAddress: clientWalletAddressUrl(origin),
    },
    checkResourceServer: createResourceServerCheck({ egress, sign }, egressSettings.requireAsUri, now),
  });
  const trace = sandbox && options.trace !== false ? createTrace() : null;
  const measured = measureWalletCalls(client, metrics);
  const limits = {
    ...(sandbox ? SANDBOX_LIMITS : DEFAULT_LIMITS),
    ...withoutUndefined(options.limits ?? {}),
  };
  return {
    origin,
    allowance: options.allowance ?? DEFAULT_ALLOWANCE,
    sites: options.sites ?? '*',
    clientName: options.clientName ?? DEFAULT_CLIENT_NAME,
    metrics,
    shutdownSignal: options.shutdownSignal ?? new AbortController().signal,
    minPaymentDelay: options.minPaymentDelay ?? DEFAULT_MIN_PAYMENT_DELAY_MS,
    sandbox,
    sandboxVisitor: options.sandboxVisitor,
    database,
    trace,
    ...withCrashPoints(
      { client: trace ? traceWalletCalls(measured, trace) : measured, write },
      options.crashPoint,
    ),
    readPoolCounts: opened.readPoolCounts,
    readAppliedMigrations: opened.readAppliedMigrations,
    secrets,
    clientKeys,
    egress,
    singleFlight: createSingleFlight(),
    nonces: createNonceIssuer(now, deriveNonceSecrets(secretKeys)),
    visibleTimeTokens: createVisibleTimeTokens(deriveNonceSecrets(secretKeys)),
    replayGuard:
      options.databaseUrl === undefined ? createReplayGuard(now) : createSharedReplayGuard({ write, now }),
    sessionKeys: createSessionKeys(),
    accessTokens: createAccessTokenCache(),
    limits,
    // Explicitly configured limits also apply to requests from the same machine.
    rateLimiter: createRateLimiter(limits, now, sandbox && options.limits === undefined),
    lockedConnections: new Set(),
    fairScheduler: createFairScheduler(),
    exchangeRates: createExchangeRateCache(),
    singleUseQuotes: new Map(options.singleUseQuotes?.map((server) => [server, true])),
    log,
    now,
    sleep: options.sleep ?? (async (milliseconds) => setTimeout(milliseconds)),
    async close() {
      clientKeys.close();
      await egress.close();
      await opened.close();
    },
  };
}

function checkDatabaseUrl(url: string | undefined): void {
  if (url === undefined) return;
  try {
    parsePostgresUrl(url);
  } catch (error) {
    throw new TypeError(`"databaseUrl" ${(error as Error).message}`, { cause: error });
  }
}
