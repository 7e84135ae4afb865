import { openDatabase } from '../../../src/database/open-database.js';
import pino from 'pino';
import type { StoredConnection } from '../../../src/provider/core/connections.js';
import { migrations } from '../../../src/provider/migrations/migrations.js';
import type { LastTick } from '../../../src/provider/authentication/visible-time-token.js';
import {
  recordVisibleTime,
  type VisibleTime,
  computeVisibleTime,
} from '../../../src/provider/payments/accrual/visible-time.js';
import type { Intent } from '../../../src/provider/core/intent-table.js';
import { markCreated } from '../../../src/provider/payments/intents/intent-state.js';
import { planDuePayment } from './plan-due-payment.js';
import { renewConnection } from '../../../src/provider/budget/renew-connection.js';
import { reserveIntent } from '../../../src/provider/payments/intents/reserve-intent.js';
import type { ProviderSchema } from '../../../src/provider/core/database-schema.js';
import type { ProviderServices } from '../../../src/provider/services/provider-services.js';
import type { StoredSession } from '../../../src/provider/core/sessions.js';
import { testDatabase } from '../postgres/test-database.js';

export const START = Date.parse('2026-01-31T00:00:00Z');
export const MONTH_LATER = Date.parse('2026-02-28T00:00:00Z');

/**
 * The provider's database layer without a wallet and without HTTP: a manual clock, and connections in an
 * in-memory database.
 * @param wait the due time that the page received, in milliseconds. More time than that does not count as
 * visible.
 */
export async function openProviderDatabase({ wait = 2_000 } = {}) {
  const {
    reader: database,
    write,
    close,
  } = await openDatabase<ProviderSchema>(await testDatabase(), migrations);
  const clock = { now: START };
  const log = pino({ level: 'silent' });
  const services = {
    database,
    write,
    log,
    now: () => clock.now,
    minPaymentDelay: 2000,
  } as unknown as ProviderServices;

  const read = (id: string): Promise<StoredConnection> =>
    database.selectFrom('connection').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  /**
   * The last response that each connection's page received. It waits for two seconds and is always visible.
   */
  const marks = new Map<string, LastTick>();
  const timeOf = ({ connection_id: id }: Pick<StoredSession, 'connection_id'>): VisibleTime => {
    const time = computeVisibleTime(marks.get(id) ?? null, clock.now);
    marks.set(id, { at: clock.now, wait });
    return time;
  };
  const plan = async (session: StoredSession) => {
    const connection = await renewConnection(services, await read(session.connection_id));
    return planDuePayment(
      services,
      connection,
      session,
      computeVisibleTime(marks.get(connection.id) ?? null, clock.now),
    );
  };
  /**
   * A tick up to the payment request to the wallet. Returns undefined if nothing is due, or if another tick
   * was faster.
   */
  const submit = async (session: StoredSession, quoteId?: string): Promise<Intent | undefined> => {
    const connection = await renewConnection(services, await read(session.connection_id));
    const time = timeOf(session);
    const planned = await planDuePayment(services, connection, session, time);
    if (!planned.due) {
      await recordVisibleTime(services, connection, time);
      return undefined;
    }
    return reserveIntent(services, connection, {
      kind: 'streamed',
      sessionId: session.id,
      amount: planned.amount,
      quote: sampleQuote(quoteId ?? `quote ${clock.now}`),
      time,
    });
  };

  return {
    services,
    clock,
    timeOf,
    close,
    read,
    plan,
    submit,
    async balance(id: string) {
      const { state, spent, reserved } = await read(id);
      return { state, spent, reserved };
    },
    /** Two seconds later. */
    async pay(session: StoredSession): Promise<Intent> {
      clock.now += 2000;
      const intent = await submit(session);
      if (!intent) throw new Error('nothing is due');
      await markCreated(services, intent, { id: `payment of ${intent.id}`, delivered: true });
      return { ...intent, state: 'created' };
    },
    async connect(
      id: string,
      { budget, state = 'active' }: { budget: bigint; state?: StoredConnection['state'] },
    ) {
      clock.now = START;
      const connection = {
        ...{ id, session_key: id, origin: 'https://site.example', state, created_at: BigInt(clock.now) },
        ...{
          grant_id: `grant of ${id}`,
          wallet_address: 'https://v.example/v',
          resource_server: 'https://v.example',
        },
        ...{ asset_code: 'USD', asset_scale: 2n, budget, rate: 1800n },
        interval: `R/${new Date(START).toISOString()}/P1M`,
        interval_start: BigInt(START),
        interval_end: BigInt(MONTH_LATER),
      };
      await write((transaction) => transaction.insertInto('connection').values(connection).execute());
      return { connection: id, session: await openSession(id, id) };
    },
    openSession,
  };

  function openSession(connection: string, id: string): Promise<StoredSession> {
    const session = {
      ...{ id, connection_id: connection, wallet_address: 'https://w.example/a' },
      ...{ incoming_payment: 'https://w.example/i', closed_at: null },
      ...{ created_at: BigInt(clock.now), expires_at: BigInt(clock.now) },
    };
    return write((transaction) =>
      transaction.insertInto('session').values(session).returningAll().executeTakeFirstOrThrow(),
    );
  }
}

export function sampleQuote(id: string) {
  return { id, expiresAt: 0n, receiveAmount: { value: 1n, assetCode: 'USD', assetScale: 2 } };
}
