import { sql } from 'kysely';
import { Gauge } from 'prom-client';
import type { IntentState } from '../core/database-schema.js';
import type { Services } from '../core/services.js';
import type { Metrics } from './metrics.js';

/** `created`: the wallet has accepted the payment with 201. */
const UNFINISHED_STATES: IntentState[] = ['submitting', 'created'];
/** Literals, not parameters: otherwise SQLite does not use the partial index. */
const IN_UNFINISHED_STATE = sql<boolean>`state IN ('submitting', 'created')`;

/** Unfinished payments in the whole database. All nodes report the same numbers. Counted at each scrape. */
export function measureOpenIntents({
  database,
  metrics: { registry },
  log,
}: Pick<Services, 'database' | 'log'> & { metrics: Metrics }): void {
  new Gauge({
    name: 'wm_open_intents',
    help: 'Unfinished payments of all nodes, by state.',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      try {
        const counts = await database
          .selectFrom('intent')
          .select(({ fn }) => ['state', fn.countAll<bigint>().as('count')])
          .where(IN_UNFINISHED_STATE)
          .groupBy('state')
          .execute();
        const byState = new Map(counts.map(({ state, count }) => [state, Number(count)]));
        for (const state of UNFINISHED_STATES) this.set({ state }, byState.get(state) ?? 0);
      } catch (error) {
        // The other metrics matter most while the database is unavailable.
        log.warn({ err: error }, 'could not count unfinished payments');
        this.reset();
      }
    },
  });
}
