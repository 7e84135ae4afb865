import { sql } from 'kysely';
import { Gauge } from 'prom-client';
import type { IntentState } from '../schema.js';
import type { Services } from '../services.js';

/** `created` is paid as far as the wallet's 201 goes. */
const UNFINISHED: IntentState[] = ['submitting', 'created'];
/** In letters, not as parameters: only so does SQLite see that the index of what is unfinished will do. */
const IS_UNFINISHED = sql<boolean>`state IN ('submitting', 'created')`;

/** Payments that are not finished, in the whole database: all its nodes tell the same. Counted whenever somebody asks. */
export function measureOpenIntents({
  database,
  metrics: { registry },
  log,
}: Pick<Services, 'database' | 'metrics' | 'log'>): void {
  new Gauge({
    name: 'wm_open_intents',
    help: 'Payments that are not finished, by state; of all nodes together.',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      try {
        const counts = await database
          .selectFrom('intent')
          .select(({ fn }) => ['state', fn.countAll<bigint>().as('count')])
          .where(IS_UNFINISHED)
          .groupBy('state')
          .execute();
        const byState = new Map(counts.map(({ state, count }) => [state, Number(count)]));
        for (const state of UNFINISHED) this.set({ state }, byState.get(state) ?? 0);
      } catch (error) {
        // The other metrics are wanted most when the database is away.
        log.warn({ err: error }, 'open payments could not be counted');
        this.reset();
      }
    },
  });
}
