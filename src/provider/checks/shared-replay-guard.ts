import { createHash } from 'node:crypto';
import type { Services } from '../services.js';
import type { ReplayGuard } from './replay-guard.js';

/** Longer than any nonce lives, by the clock of any node: by then the nonce alone refuses the proof. */
const LIFETIME = 300_000;
/** How often what has ended is removed, in passing. */
const REMOVE_EVERY = 30_000;
const MOST_AT_ONCE = 500;

interface Question {
  hash: string;
  answer: (isFirstUse: boolean) => void;
  fail: (error: unknown) => void;
}

/** The proofs that all nodes of one PostgreSQL have seen. Those that arrive while others are being looked up share one statement. */
export function createSharedReplayGuard({ write, now }: Pick<Services, 'write' | 'now'>): ReplayGuard {
  const waiting: Question[] = [];
  let running = false;
  let removedAt = now();

  async function answerWaiting(): Promise<void> {
    running = true;
    while (waiting.length > 0) await answer(waiting.splice(0, MOST_AT_ONCE));
    running = false;
  }

  async function answer(questions: Question[]): Promise<void> {
    const first = new Map(questions.toReversed().map((question) => [question.hash, question]));
    try {
      const inserted = await remember([...first.keys()]);
      for (const question of questions)
        question.answer(inserted.has(question.hash) && first.get(question.hash) === question);
    } catch (error) {
      for (const { fail } of questions) fail(error);
    }
  }

  function remember(hashes: string[]): Promise<Set<string>> {
    const expires_at = BigInt(now() + LIFETIME);
    // In one order, so that two nodes do not wait for each other.
    const rows = hashes.sort().map((hash) => ({ hash, expires_at }));
    const remove = now() - removedAt > REMOVE_EVERY;
    if (remove) removedAt = now();
    return write(
      async (transaction) => {
        if (remove)
          await transaction.deleteFrom('used_proof').where('expires_at', '<', BigInt(now())).execute();
        const inserted = await transaction
          .insertInto('used_proof')
          .values(rows)
          .onConflict((conflict) => conflict.doNothing())
          .returning('hash')
          .execute();
        return new Set(inserted.map(({ hash }) => hash));
      },
      { durable: false },
    );
  }

  return {
    isFirstUse: (sessionKey, jti) =>
      new Promise((resolve, reject) => {
        const hash = createHash('sha256').update(`${sessionKey} ${jti}`).digest('base64url');
        waiting.push({ hash, answer: resolve, fail: reject });
        if (!running) void answerWaiting();
      }),
  };
}
