import type { FastifyBaseLogger } from 'fastify';
import type { Services } from '../services.js';
import { recoverIntent } from './recover-intent.js';

/** After a crash: what every payment in flight came to. One that cannot be told yet is asked about again at its connection's next tick. */
export async function recoverOpenIntents(services: Services, log: FastifyBaseLogger): Promise<void> {
  const intents = await services.database
    .selectFrom('intent')
    .selectAll()
    .where('state', 'in', ['planned', 'submitting'])
    .execute();
  for (const intent of intents) {
    if (services.stopping.aborted) return;
    try {
      const recovery = await recoverIntent(services, intent);
      log.info({ intent: intent.id, recovery }, 'recovered a payment that was in flight');
    } catch (error) {
      log.warn({ intent: intent.id, err: error }, 'a payment in flight is still unknown');
    }
  }
}
