import { setImmediate } from 'node:timers/promises';
import type { Services } from '../services.js';
import { BATCH } from './batch.js';
import { RULES } from './rules.js';
import { type Place, sweepSessions } from './sweep-sessions.js';

/**
 * What deletes all that nobody needs any more, a batch at a time, and lets others write between two. Several nodes may do it at once: they
 * find less to do.
 */
export function createSweep(services: Pick<Services, 'write' | 'now'>) {
  const { write, now } = services;
  let place: Place = { expires_at: -1n, id: '' };
  return async (goesOn: () => boolean = () => true): Promise<void> => {
    for (const rule of RULES) {
      let count = BigInt(BATCH);
      while (goesOn() && count >= BigInt(BATCH)) {
        count = await write((transaction) => rule(transaction, now(), BATCH), { durable: false });
        await setImmediate();
      }
    }
    while (goesOn()) {
      const next = await sweepSessions(services, place);
      if (next === place) return;
      place = next;
      await setImmediate();
    }
  };
}
