import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { type Progress, SILENT } from '../proof/progress.js';
import type { Sandbox } from '../../src/start/start-sandbox.js';
import { freePorts } from '../support/free-ports.js';
import { startProviderProcess } from '../support/provider-process.js';
import { openRelayPage, type RelayPage } from '../support/relay-page.js';
import { seededRandom } from '../support/wallet-random.js';

const PAGES = 6;
/** A round is stopped after so many payments, more or less. */
const PAYMENTS = 12;
const TOO_LONG = 10_000;

/**
 * Stops the provider `rounds` times with SIGTERM while pages are paying, and starts it again. Each ends with 0 and in time; every payment
 * that it made was told to the page that asked for it, whole; nothing is half done.
 */
export async function runDrains(
  sandbox: Sandbox,
  rounds: number,
  seed: number,
  progress: Progress = SILENT,
): Promise<{ paid: number; slowest: number }> {
  const random = seededRandom(seed);
  const folder = mkdtempSync(join(tmpdir(), 'wm-drain-'));
  const { provider: port } = await freePorts();
  const { visitor, receiver } = sandbox.directory.wallets;
  let [told, slowest] = [0, 0];
  try {
    for (let round = 1; round <= rounds; round += 1) {
      progress(`stop ${round} of ${rounds}`);
      const provider = await startProviderProcess(port, folder, visitor);
      const paying = await Promise.all(
        Array.from({ length: PAGES }, () => openPayingPage(provider.origin, receiver)),
      );
      const stopAfter = told + 1 + Math.trunc(random() * PAYMENTS);
      let stoppedAt: number | undefined;
      const payUntilRefused = async ({ tick }: PayingPage) => {
        for (let answer = await tick(); answer !== 'refused'; answer = await tick()) {
          if (answer === 'paid') told += 1;
          if (told < stopAfter || stoppedAt !== undefined) continue;
          stoppedAt = performance.now();
          provider.child.kill('SIGTERM');
        }
      };
      await Promise.all(paying.map(payUntilRefused));
      assert.deepEqual(await provider.ended, [0, null], `the end of round ${round}`);
      const took = performance.now() - (stoppedAt ?? 0);
      assert.ok(took < TOO_LONG, `round ${round} took ${took} ms to stop`);
      slowest = Math.max(slowest, took);
      assert.deepEqual(countIntents(folder), { open: 0, made: told }, `the books after round ${round}`);
    }
    return { paid: told, slowest };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface PayingPage {
  /** `refused`: nobody listens any more. @throws when an answer begins and does not end, or is no payment's. */
  tick(): Promise<'paid' | 'nothing due' | 'refused'>;
}

async function openPayingPage(provider: string, walletAddress: string): Promise<PayingPage> {
  const page: RelayPage = await openRelayPage(provider);
  const connection = (await page.call('POST', '/relay/connections', {})).body.id;
  const session = (await page.call('POST', '/relay/sessions', { connection, walletAddress })).body.id;
  return {
    async tick() {
      const answer = await page.call('POST', `/relay/sessions/${session}/payments`, {}).catch(isRefusal);
      if (answer === 'refused') return answer;
      assert.ok(answer.status === 201 || answer.status === 202, JSON.stringify(answer.body));
      return answer.status === 201 ? 'paid' : 'nothing due';
    },
  };
}

/** An answer that breaks off has another error: `terminated`. */
function isRefusal(error: Error & { cause?: NodeJS.ErrnoException }): 'refused' {
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
