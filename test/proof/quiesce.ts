import { setTimeout } from 'node:timers/promises';
import type { Evidence } from './evidence.js';
import type { ProofPage } from './proof-page.js';

/** A run whose provider and wallets can be asked what they know. */
export interface Quiescing {
  readonly pages: readonly ProofPage[];
  evidence(): Promise<Evidence>;
  advance(milliseconds: number): Promise<void>;
  /** What providers do by themselves: for connections that have ended, nobody ticks. Default: their own timers do. */
  background?(): void;
}

/** Beyond this age an open payment is asked about again. */
export const ABANDONED = 31_000;
const ROUNDS = 100;

/** Of connections whose wallet can be asked. Without a token, as after a lost rotation, nobody hears how a payment ended, and it counts as spent; so it stays when the visitor consents anew. */
const ASKABLE = ['active', 'paused', 'out-of-funds'];

export const OPEN_STATES = ['planned', 'submitting'];

/** Pages with an open payment tick, the others say goodbye, until every payment's fate is known, or nobody finds it out. */
export async function quiesce({ pages, evidence, advance, background }: Quiescing): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const { connections, intents } = await evidence();
    const askable = new Set(
      connections.filter(({ state }) => ASKABLE.includes(state)).map(({ grant_id }) => grant_id),
    );
    const open = connectionsOf(intents.filter(({ state }) => OPEN_STATES.includes(state)));
    const created = connectionsOf(
      intents.filter(({ state, grant_id }) => state === 'created' && askable.has(grant_id)),
    );
    if (open.size + created.size === 0) return;
    if (open.size > 0) await advance(ABANDONED);
    background?.();
    for (const page of pages) {
      if (open.has(page.connection)) await page.tick();
      else if (created.has(page.connection)) await page.leave();
    }
    await setTimeout(50);
  }
}

function connectionsOf(intents: Evidence['intents']): Set<string | undefined> {
  return new Set(intents.map(({ connection_id }) => connection_id));
}
