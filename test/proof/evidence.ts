import { existsSync } from 'node:fs';
import Database from 'libsql';
import { type Dialect, Kysely, PostgresDialect, sql, SqliteDialect } from 'kysely';
import { createPostgresPool } from '../../src/database/postgres-pool.js';
import { checkLedger, openSandboxDatabase } from '../../src/sandbox-wallet/sandbox-wallet.js';
import { inOwnSchema } from '../support/test-database.js';

/** What the provider believes and what the wallets know, side by side. Amounts and instants as both store them. */
export interface Evidence {
  /** The provider's wallet address as a client, such as `http://localhost:4101/client`. */
  client: string;
  connections: StoredConnection[];
  grants: StoredGrant[];
  /** What their pages were told beyond what was sent, and are still to be corrected by. */
  sessions: { id: string; connection_id: string; wallet_address: string; told_too_much: bigint }[];
  intents: StoredIntent[];
  wallet: {
    payments: WalletPayment[];
    /** By the provider's grant: what the wallet has counted against the grant, over all intervals. */
    spends: { grant: string; interval_start: bigint; debit: bigint }[];
    accounts: { asset: string; debits: bigint; credits: bigint }[];
    /** What the wallet's own bookkeeper finds wrong. */
    violations: string[];
  };
}

export interface StoredConnection {
  id: string;
  state: string;
  grant_id: string | null;
  budget: bigint;
  spent: bigint;
  reserved: bigint;
  interval_start: bigint;
  /** Milliseconds that its pages were looked at, as the provider has counted them. */
  looked_at: bigint;
}

export interface StoredGrant {
  id: string;
  connection_id: string;
  budget: bigint;
  rate: bigint;
}

export interface StoredIntent {
  id: string;
  connection_id: string;
  session_id: string;
  grant_id: string | null;
  state: string;
  /** `streamed`, or what the visitor has paid once: that does not count against the rate. */
  kind: string;
  debit_amount: bigint;
  interval_start: bigint;
  created_at: bigint;
  outgoing_payment: string | null;
  sent_amount: bigint | null;
  /** 0: its page was told, or was to be. */
  untold: bigint;
  /** How much less than its own amount its event told, because earlier ones had told too much. */
  corrected: bigint;
  /** Of its session. */
  incoming_payment: string;
}

export interface WalletPayment {
  id: string;
  /** The provider's grant, as the wallet's grant names it in its finish URL. */
  grant: string;
  intent: string | null;
  state: 'pending' | 'sent' | 'failed';
  receiver: string;
  debit_amount: bigint;
  sent_amount: bigint;
  created_at: bigint;
}

/** Where both sides' books are. */
export interface Books {
  /** The provider's. */
  origin: string;
  /** File of the provider's SQLite database, or a `postgres:` URL. */
  provider: string;
  /** File of the sandbox wallets' database. */
  ledger: string;
}

export async function readEvidence({ provider, origin, ledger }: Books): Promise<Evidence> {
  const client = `${origin}/client`;
  const own = new Kysely<unknown>({ dialect: dialectOf(provider) });
  const oracle = new Kysely<unknown>({ dialect: dialectOf(ledger) });
  try {
    return {
      client,
      connections: await all(own, 'SELECT * FROM connection ORDER BY created_at'),
      grants: await all(own, 'SELECT id, connection_id, budget, rate FROM wallet_grant'),
      sessions: await all(own, 'SELECT id, connection_id, wallet_address, told_too_much FROM session'),
      intents: await all(
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
    (await all<{ id: string; finish_uri: string | null }>(oracle, 'SELECT id, finish_uri FROM grants')).map(
      ({ id, finish_uri }) => [
        id,
        /\/grants\/([^/]+)\/finish$/.exec(finish_uri ?? '')?.[1] ?? `not ours: ${id}`,
      ],
    ),
  );
  const payments = await all<WalletPayment & { grant_id: string; metadata: string | null; client: string }>(
    oracle,
    `SELECT outgoing_payments.*, receiver, debit_amount FROM outgoing_payments
      JOIN quotes ON quotes.id = quote ORDER BY sequence`,
  );
  const spends = await all<{ grant_id: string; interval_start: bigint; debit: bigint }>(
    oracle,
    'SELECT grant_id, interval_start, sum(debit_amount) AS debit FROM grant_spends GROUP BY 1, 2',
  );
  return {
    payments: payments
      .filter((payment) => payment.client === client)
      .map(({ grant_id, metadata, ...payment }) => ({
        ...payment,
        grant: grantOf.get(grant_id) ?? grant_id,
        intent: intentOf(metadata),
      })),
    spends: spends.map(({ grant_id, ...spend }) => ({ ...spend, grant: grantOf.get(grant_id) ?? grant_id })),
    accounts: await all<Evidence['wallet']['accounts'][number]>(
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

function intentOf(metadata: string | null): string | null {
  const { wmIntent } = JSON.parse(metadata ?? '{}') as { wmIntent?: string };
  return wmIntent ?? null;
}

async function all<Row>(database: Kysely<unknown>, query: string): Promise<Row[]> {
  return (await sql.raw<Row>(query).execute(database)).rows;
}

function dialectOf(database: string): Dialect {
  if (database.startsWith('postgres')) {
    return new PostgresDialect({ pool: createPostgresPool(inOwnSchema(database), { max: 1 }) });
  }
  if (!existsSync(database)) throw new Error(`there is no database ${database}`);
  const file = new Database(database);
  file.defaultSafeIntegers(true);
  return new SqliteDialect({ database: file });
}
