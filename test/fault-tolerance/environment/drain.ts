import { setTimeout } from 'node:timers/promises';
import type { CollectedState } from '../invariants/collect-state.js';
import type { StreamingPage } from './streaming-page.js';

/** A run whose provider and wallets still serve requests and expose their state. */
export interface Drainable {
  readonly pages: readonly StreamingPage[];
  collectState(): Promise<CollectedState>;
  advance(milliseconds: number): Promise<void>;
  /**
   * Runs the provider's periodic tasks: ended connections have no ticks. Default: the provider's own timers.
   */
  background?(): void;
}

/** The provider recovers an open payment that is older than this. */
export const ABANDONED_AFTER_MS = 31_000;
const MAX_ROUNDS = 100;

/**
 * States of a connection whose wallet can be queried. Without a token (after a lost rotation), the outcome of
 * a payment stays unknown and it counts as spent, even if the visitor consents again.
 */
const QUERYABLE_STATES = ['active', 'paused', 'out-of-funds'];

const OPEN_INTENT_STATES = ['planned', 'submitting'];

/**
 * Pages with an open payment tick and the others end their session, until every payment's outcome is known or
 * cannot be known any more.
 */
export async function drain({ pages, collectState, advance, background }: Drainable): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const { connections, intents } = await collectState();
    const queryable = new Set(
      connections.filter(({ state }) => QUERYABLE_STATES.includes(state)).map(({ grant_id }) => grant_id),
    );
    const open = connectionsOf(intents.filter(({ state }) => OPEN_INTENT_STATES.includes(state)));
    const created = connectionsOf(
      intents.filter(({ state, grant_id }) => state === 'created' && queryable.has(grant_id)),
    );
    if (open.size + created.size === 0) return;
    if (open.size > 0) await advance(ABANDONED_AFTER_MS);
    background?.();
    for (const page of pages) {
      if (open.has(page.connection)) await page.tick();
      else if (created.has(page.connection)) await page.leave();
    }
    await setTimeout(50);
  }
}

function connectionsOf(intents: CollectedState['intents']): Set<string | undefined> {
  return new Set(intents.map(({ connection_id }) => connection_id));
}
