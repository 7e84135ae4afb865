import { existsSync } from 'node:fs';
import Database from 'libsql';
import { type Dialect, Kysely, PostgresDialect, sql, SqliteDialect } from 'kysely';
import { createPostgresPool } from '../../../src/database/postgres/postgres-pool.js';
import { checkLedger, openSandboxDatabase } from '../../../src/sandbox-wallet/sandbox-wallet.js';
import { withProviderSchema } from '../../support/postgres/test-database.js';

/** The state of the provider's and the wallets' databases. Amounts and timestamps as both store them. */
export interface CollectedState {
  /** The provider's wallet address as a client, such as `http://localhost:4101/client`. */
  client: string;
  connections: ConnectionRow[];
  grants: GrantRow[];
  /** Their pages received events for more than was sent. This is the amount still to be corrected. */
  sessions: { id: string; connection_id: string; wallet_address: string; overreported_sent: bigint }[];
  intents: IntentRow[];
  wallet: {
    payments: WalletPayment[];
    /** By the provider's grant: the amount that the wallet counts against the grant, over all intervals. */
    spends: { grant: string; interval_start: bigint; debit: bigint }[];
    accounts: { asset: string; debits: bigint; credits: bigint }[];
    /** The violations that the wallet's own consistency check finds. */
    violations: string[];
  };
}

export interface ConnectionRow {
  id: string;
  state: string;
  grant_id: string | null;
  budget: bigint;
  spent: bigint;
  reserved: bigint;
  interval_start: bigint;
  /** Milliseconds that its pages were visible, as the provider counts. */
  visible_ms: bigint;
}

export interface GrantRow {
  id: string;
  connection_id: string;
  budget: bigint;
  rate: bigint;
}

export interface IntentRow {
  id: string;
  connection_id: string;
  session_id: string;
  grant_id: string | null;
  state: string;
  /** `streamed`, or a one-time payment, which does not count against the rate. */
  kind: string;
  debit_amount: bigint;
  interval_start: bigint;
  created_at: bigint;
  outgoing_payment: string | null;
  sent_amount: bigint | null;
  /** 0: the event was delivered, or is to be delivered. */
  undelivered: bigint;
  /** The amount that its event subtracted, because earlier events had reported too much. */
  corrected: bigint;
  /** The incoming payment of its session. */
  incoming_payment: string;
}

export interface WalletPayment {
  id: string;
  /** The id of the provider's grant, which the wallet's grant has in its finish URL. */
  grant: string;
  intent: string | null;
  state: 'pending' | 'sent' | 'failed';
  receiver: string;
  debit_amount: bigint;
  sent_amount: bigint;
  created_at: bigint;
}

/** The locations of both databases. */
export interface DatabaseLocations {
  /** The provider's origin. */
  origin: string;
  /** The file of the provider's SQLite database, or a `postgres:` URL. */
  provider: string;
  /** The file of the sandbox wallets' database. */
  ledger: string;
}

export async function collectState({ provider, origin, ledger }: DatabaseLocations): Promise<CollectedState> {
  const client = `${origin}/client`;
  const own = new Kysely<unknown>({ dialect: dialectOf(provider) });
  const oracle = new Kysely<unknown>({ dialect: dialectOf(ledger) });
  try {
    return {
      client,
      connections: await queryAll(own, 'SELECT * FROM connection ORDER BY created_at'),
      grants: await queryAll(own, 'SELECT id, connection_id, budget, rate FROM wallet_grant'),
      sessions: await queryAll(
        own,
        'SELECT id, connection_id, wallet_address, overreported_sent FROM session',
      ),
      intents: await queryAll(
        own,
        `SELECT intent.*, session.incoming_payment FROM intent JOIN session ON session.id = session_id
          ORDER BY intent.created_at, intent.id`,
      ),
      wallet: { ...(await readWallet(oracle, client)), violations: await readViolations(ledger) },
    };
  } finally {
    await own.destroy();
    await oracle.destroy();
  }
}

async function readWallet(oracle: Kysely<unknown>, client: string) {
  const grantOf = new Map(
    (
      await queryAll<{ id: string; finish_uri: string | null }>(oracle, 'SELECT id, finish_uri FROM grants')
    ).map(({ id, finish_uri }) => [
      id,
      /\/grants\/([^/]+)\/finish$/.exec(finish_uri ?? '')?.[1] ?? `unknown: ${id}`,
    ]),
  );
  const payments = await queryAll<
    WalletPayment & { grant_id: string; metadata: string | null; client: string }
  >(
    oracle,
    `SELECT outgoing_payments.*, receiver, debit_amount FROM outgoing_payments
      JOIN quotes ON quotes.id = quote ORDER BY sequence`,
  );
  const spends = await queryAll<{ grant_id: string; interval_start: bigint; debit: bigint }>(
    oracle,
    'SELECT grant_id, interval_start, sum(debit_amount) AS debit FROM grant_spends GROUP BY 1, 2',
  );
  return {
    payments: payments
      .filter((payment) => payment.client === client)
      .map(({ grant_id, metadata, ...payment }) => ({
        ...payment,
        grant: grantOf.get(grant_id) ?? grant_id,
        intent: parseIntentId(metadata),
      })),
    spends: spends.map(({ grant_id, ...spend }) => ({ ...spend, grant: grantOf.get(grant_id) ?? grant_id })),
    accounts: await queryAll<CollectedState['wallet']['accounts'][number]>(
      oracle,
      `SELECT asset_code || ' ' || asset_scale AS asset, sum(debits) AS debits, sum(credits) AS credits
        FROM accounts GROUP BY 1`,
    ),
  };
}

async function readViolations(ledger: string): Promise<string[]> {
  const database = await openSandboxDatabase(ledger);
  const violations = await checkLedger(database);
  await database.close();
  return violations.map(({ rule, subject }) => `${rule}: ${subject}`);
}

function parseIntentId(metadata: string | null): string | null {
  const { wmIntent } = JSON.parse(metadata ?? '{}') as { wmIntent?: string };
  return wmIntent ?? null;
}

async function queryAll<Row>(database: Kysely<unknown>, query: string): Promise<Row[]> {
  return (await sql.raw<Row>(query).execute(database)).rows;
}

function dialectOf(database: string): Dialect {
  if (database.startsWith('postgres')) {
    return new PostgresDialect({ pool: createPostgresPool(withProviderSchema(database), { max: 1 }) });
  }
  if (!existsSync(database)) throw new Error(`no such database: ${database}`);
  const file = new Database(database);
  file.defaultSafeIntegers(true);
  return new SqliteDialect({ database: file });
}
