import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { type ReportProgress, NO_PROGRESS } from '../../fault-tolerance/runs/progress.js';
import type { RunningSandbox } from '../../../src/tools/start/start-sandbox.js';
import { freePorts } from '../../support/free-ports.js';
import { startProviderProcess } from '../../support/provider/provider-process.js';
import { openRelayPage, type RelayPage } from '../../support/provider/relay-page.js';
import { createSeededRandom } from '../../support/seeded-random.js';

const PAGE_COUNT = 6;
/** A round ends after about this number of payments. */
const PAYMENTS_PER_ROUND = 12;
const MAX_DRAIN_MS = 10_000;

/**
 * Stops the provider `rounds` times with SIGTERM while pages are paying, and restarts it. Each process exits
 * with 0 in time. Every payment that it made was fully delivered to its page, and no intent is left open.
 */
export async function runDrains(
  sandbox: RunningSandbox,
  rounds: number,
  seed: number,
  progress: ReportProgress = NO_PROGRESS,
): Promise<{ paid: number; slowest: number }> {
  const random = createSeededRandom(seed);
  const folder = mkdtempSync(join(tmpdir(), 'wm-drain-'));
  const { provider: port } = await freePorts();
  const { visitor, receiver } = sandbox.directory.wallets;
  let [delivered, slowest] = [0, 0];
  try {
    for (let round = 1; round <= rounds; round += 1) {
      progress(`stop ${round} of ${rounds}`);
      const provider = await startProviderProcess(port, folder, visitor);
      const paying = await Promise.all(
        Array.from({ length: PAGE_COUNT }, () => openDrainedPage(provider.origin, receiver)),
      );
      const stopAfter = delivered + 1 + Math.trunc(random() * PAYMENTS_PER_ROUND);
      let stoppedAt: number | undefined;
      const payUntilRefused = async ({ tick }: DrainedPage) => {
        for (let answer = await tick(); answer !== 'refused'; answer = await tick()) {
          if (answer === 'paid') delivered += 1;
          if (delivered < stopAfter || stoppedAt !== undefined) continue;
          stoppedAt = performance.now();
          provider.child.kill('SIGTERM');
        }
      };
      await Promise.all(paying.map(payUntilRefused));
      assert.deepEqual(await provider.ended, [0, null], `the exit status of round ${round}`);
      const took = performance.now() - (stoppedAt ?? 0);
      assert.ok(took < MAX_DRAIN_MS, `round ${round} took ${took} ms to stop`);
      slowest = Math.max(slowest, took);
      assert.deepEqual(
        countIntents(folder),
        { open: 0, made: delivered },
        `the intents after round ${round}`,
      );
    }
    return { paid: delivered, slowest };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface DrainedPage {
  /**
   * `refused`: the port is closed.
   * @throws when a response is incomplete or unexpected.
   */
  tick(): Promise<'paid' | 'nothing due' | 'refused'>;
}

async function openDrainedPage(provider: string, walletAddress: string): Promise<DrainedPage> {
  const page: RelayPage = await openRelayPage(provider);
  const connection = (await page.call('POST', '/relay/connections', {})).body.id;
  const session = (await page.call('POST', '/relay/sessions', { connection, walletAddress })).body.id;
  return {
    async tick() {
      const answer = await page
        .call('POST', `/relay/sessions/${session}/payments`, {})
        .catch(toConnectionRefused);
      if (answer === 'refused') return answer;
      assert.ok(answer.status === 201 || answer.status === 202, JSON.stringify(answer.body));
      return answer.status === 201 ? 'paid' : 'nothing due';
    },
  };
}

/** An interrupted response has another message: `terminated`. */
function toConnectionRefused(error: Error & { cause?: NodeJS.ErrnoException }): 'refused' {
  if (error.message === 'fetch failed' && error.cause) return 'refused';
  throw error;
}

function countIntents(folder: string): { open: number; made: number } {
  const database = new Database(join(folder, 'provider.db'));
  try {
    const count = (states: string) =>
      (database.prepare(`SELECT count(*) AS n FROM intent WHERE state IN (${states})`).get() as { n: number })
        .n;
    return { open: count("'planned', 'submitting'"), made: count("'created', 'settled'") };
  } finally {
    database.close();
  }
}
