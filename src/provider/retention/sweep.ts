import { setImmediate } from 'node:timers/promises';
import type { Services } from '../core/services.js';
import { DELETE_BATCH_SIZE } from './batch-size.js';
import { RETENTION_RULES } from './retention-rules.js';
import { type SessionCursor, sweepSessions } from './sweep-sessions.js';

/**
 * Creates a function that deletes all rows that are no longer needed. It works in batches, so that other
 * writes can run in between. Several nodes can do this at the same time.
 */
export function createSweep(services: Pick<Services, 'write' | 'now'>) {
  const { write, now } = services;
  let cursor: SessionCursor = { expires_at: -1n, id: '' };
  return async (shouldContinue: () => boolean = () => true): Promise<void> => {
    for (const rule of RETENTION_RULES) {
      let count = BigInt(DELETE_BATCH_SIZE);
      while (shouldContinue() && count >= BigInt(DELETE_BATCH_SIZE)) {
        count = await write((transaction) => rule(transaction, now(), DELETE_BATCH_SIZE), { durable: false });
        await setImmediate();
      }
    }
    while (shouldContinue()) {
      const next = await sweepSessions(services, cursor);
      if (next === cursor) return;
      cursor = next;
      await setImmediate();
    }
  };
}
