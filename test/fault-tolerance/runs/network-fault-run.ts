import pino from 'pino';
import { createSeededRandom } from '../../support/seeded-random.js';
import type { CollectedState } from '../invariants/collect-state.js';
import { type ReportProgress, NO_PROGRESS } from './progress.js';
import type { StreamingPage } from '../environment/streaming-page.js';
import { openTestEnvironment } from '../environment/test-environment.js';

const PAGE_COUNT = 40;
/** Short, so that the run includes rotations. */
const TOKEN_LIFETIME_S = 90;
const TICK_INTERVAL_MS = 2_000;
/** Shorter than a stall, so that the run does not mostly wait. */
const WALLET_TIMEOUT_MS = 3_000;

export interface FaultRun {
  payments: number;
  /** Each violation with the provider's log lines about it. */
  stuck: string[];
  violations: string[];
  /** A sentence for the report. */
  summary: string;
}

/**
 * Pages tick until `payments` were made, while the share `rate` of all requests between pages, provider and
 * wallets has faults.
 */
export async function runFaults({
  payments: wanted,
  seed,
  rate = 0.2,
  progress = NO_PROGRESS,
}: {
  payments: number;
  seed: number;
  rate?: number;
  progress?: ReportProgress;
}): Promise<FaultRun> {
  const said: string[] = [];
  const logger = pino({ level: 'warn' }, { write: (line: string) => void said.push(line) });
  const environment = await openTestEnvironment({
    provider: { logger },
    random: createSeededRandom(seed),
    faultRate: rate,
    tokenLifetime: TOKEN_LIFETIME_S,
    walletTimeout: WALLET_TIMEOUT_MS,
  });
  try {
    for (let count = 0; count < PAGE_COUNT; count += 1) await environment.openPage();
    let ticks = 0;
    for (let made = 0; made < wanted; made = await countPayments()) {
      ticks += 1;
      progress(`${made} of ${wanted} payments, round ${ticks}`);
      await environment.advance(TICK_INTERVAL_MS);
      await tickMostPages(environment.pages);
    }
    progress('draining');
    await environment.drain();
    const { intents, wallet } = await environment.collectState();
    const faults = environment.proxies.flatMap(({ injectedFaults }) => [...injectedFaults]);
    const total = faults.reduce((sum, [, times]) => sum + times, 0);
    const wrong = faults.reduce((sum, [fault, times]) => sum + (fault === 'none' ? 0 : times), 0);
    return {
      payments: wallet.payments.length,
      stuck: intents
        .filter(({ state }) => state === 'stuck')
        .map((intent) => describeStuckIntent(intent, said)),
      violations: await environment.findViolations(),
      summary: `${wallet.payments.length} payments in ${ticks} rounds, ${wrong} of ${total} requests had faults`,
    };
  } finally {
    await environment.close();
  }

  async function countPayments(): Promise<number> {
    const row = await environment.ledger.reader
      .selectFrom('outgoing_payments')
      .select((count) => count.fn.countAll<bigint>().as('payments'))
      .executeTakeFirstOrThrow();
    return Number(row.payments);
  }
}

function describeStuckIntent(intent: CollectedState['intents'][number], said: readonly string[]): string {
  const { id, outgoing_payment: payment } = intent;
  return [`intent ${id}, payment ${payment}`, ...said.filter((line) => line.includes(id))].join('\n');
}

/** A stalled page does not delay the others: it continues its tick in the next round. */
const tickingPages = new WeakSet<StreamingPage>();

/** Resolves when nine of ten pages have ticked. */
async function tickMostPages(pages: StreamingPage[]): Promise<void> {
  let left = Math.ceil(pages.length * 0.9);
  await new Promise<void>((resolve) => {
    const done = () => void ((left -= 1) === 0 && resolve());
    for (const page of pages) {
      if (tickingPages.has(page)) done();
      else {
        tickingPages.add(page);
        void page.tick().then(() => {
          tickingPages.delete(page);
          done();
        });
      }
    }
  });
}
