import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pino from 'pino';
import { openDatabase } from '../database/open-database.js';
import { readPostgresUrl } from '../database/postgres-url.js';
import { createNonceIssuer } from './checks/nonces.js';
import { createReplayGuard } from './checks/replay-guard.js';
import { createSharedReplayGuard } from './checks/shared-replay-guard.js';
import { createSessionKeys } from './checks/session-keys.js';
import { clientWalletAddress, DEFAULT_CLIENT_NAME } from './client-wallet-address.js';
import { createEgress } from './egress/egress.js';
import { egressOptions } from './egress/egress-options.js';
import { openClientKeys } from './keys/client-keys.js';
import { createSecretBox } from './keys/secret-box.js';
import { nonceSecrets, readSecretKeys } from './keys/secret-keys.js';
import { signWithCurrentKey } from './keys/sign-with-current-key.js';
import { createRateChecks } from './limits/check-rates.js';
import { DEFAULT_LIMITS, SANDBOX_LIMITS } from './limits/limits.js';
import { redactedLogger } from './logging/redacted-logger.js';
import { createMetrics } from './operations/metrics.js';
import { measureWalletCalls } from './operations/measure-wallet-calls.js';
import { migrations } from './migrations/migrations.js';
import { createCheckResourceServer } from './open-payments/check-resource-server.js';
import { createOpenPaymentsClient } from './open-payments/client.js';
import { loadValidators } from './open-payments/validators.js';
import { DEFAULT_ALLOWANCE, type ProviderOptions } from './options.js';
import { createMarks } from './payments/accrual/marks.js';
import { createLearnedRates } from './payments/rounding/learned-rates.js';
import { createTurns } from './payments/turns.js';
import type { ProviderSchema } from './schema.js';
import type { Services } from './services.js';
import { createSingleFlight } from './single-flight.js';
import { announceSteps } from './steps.js';
import { createTrace } from './trace/trace.js';
import { traceWalletCalls } from './trace/trace-wallet-calls.js';

const MIN_PAYMENT_DELAY = 2_000;

/** @throws TypeError when `origin` is not an origin or `databaseUrl` no URL of PostgreSQL; Error when the database or a key cannot be opened. */
export async function createServices(options: ProviderOptions): Promise<Services> {
  const { origin, dataDirectory, now = Date.now } = options;
  if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
    throw new TypeError(`"origin" must be an origin without path, got ${JSON.stringify(origin)}`);
  }
  checkDatabaseUrl(options.databaseUrl);
  if (options.databaseUrl !== undefined && options.secretKey === undefined && dataDirectory === null) {
    throw new TypeError(
      '"databaseUrl" needs "secretKey": what is sealed with a forgotten key never opens again.',
    );
  }
  if (dataDirectory !== null) mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  const inData = (name: string) => (dataDirectory === null ? null : join(dataDirectory, name));
  const metrics = options.metrics ?? createMetrics();
  const secretKeys = readSecretKeys(options.secretKey, inData('secret-key'));
  const secrets = createSecretBox(secretKeys);
  const log = redactedLogger(options.logger ?? pino({ level: 'silent' }));
  const { write, ...opened } = await openDatabase<ProviderSchema>(
    options.databaseUrl ?? inData('provider.db') ?? ':memory:',
    migrations,
  );
  const database = opened.committed;
  const clientKeys = await openClientKeys(
    { database, write, secrets, now, log },
    inData('client-key.pem'),
    options.repeat,
  ).catch(async (error: unknown) => {
    await opened.close();
    throw error;
  });
  const sandbox = options.sandbox ?? options.sandboxVisitor !== undefined;
  const outgoing = egressOptions(sandbox, options.egress);
  const egress = createEgress(outgoing);
  const sign = signWithCurrentKey(clientKeys);
  const client = createOpenPaymentsClient({
    ...{ egress, sign, validators: await loadValidators(), walletAddress: clientWalletAddress(origin) },
    checkResourceServer: createCheckResourceServer({ egress, sign }, outgoing.requireAsUri, now),
  });
  const trace = sandbox && options.trace !== false ? createTrace() : null;
  const measured = measureWalletCalls(client, metrics);
  const limits = { ...(sandbox ? SANDBOX_LIMITS : DEFAULT_LIMITS), ...options.limits };
  return {
    origin,
    allowance: options.allowance ?? DEFAULT_ALLOWANCE,
    sites: options.sites ?? '*',
    clientName: options.clientName ?? DEFAULT_CLIENT_NAME,
    metrics,
    stopping: options.stopping ?? new AbortController().signal,
    minPaymentDelay: options.minPaymentDelay ?? MIN_PAYMENT_DELAY,
    sandbox,
    sandboxVisitor: options.sandboxVisitor,
    database,
    trace,
    ...announceSteps({ client: trace ? traceWalletCalls(measured, trace) : measured, write }, options.onStep),
    pool: opened.pool,
    migrated: opened.migrated,
    secrets,
    clientKeys,
    egress,
    singleFlight: createSingleFlight(),
    nonces: createNonceIssuer(now, nonceSecrets(secretKeys)),
    marks: createMarks(nonceSecrets(secretKeys)),
    replays:
      options.databaseUrl === undefined ? createReplayGuard(now) : createSharedReplayGuard({ write, now }),
    sessionKeys: createSessionKeys(),
    accessTokens: new Map(),
    limits,
    // Who names limits means them.
    rates: createRateChecks(limits, now, sandbox && options.limits === undefined),
    paying: new Set(),
    turns: createTurns(),
    learnedRates: createLearnedRates(),
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
    readPostgresUrl(url);
  } catch (error) {
    throw new TypeError(`"databaseUrl" ${(error as Error).message}`, { cause: error });
  }
}
