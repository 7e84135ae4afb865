import pino from 'pino';
import { seededRandom } from '../support/wallet-random.js';
import type { Evidence } from './evidence.js';
import { type Progress, SILENT } from './progress.js';
import type { ProofPage } from './proof-page.js';
import { openWorld } from './world.js';

const PAGES = 40;
/** Rotations are part of it. */
const TOKEN_LIFETIME = 90;
const TICK = 2_000;
/** Shorter than a stall, so that not all of the run is waiting. */
const WALLET_TIMEOUT = 3_000;

export interface FaultRun {
  payments: number;
  /** Each with what the provider said of it. */
  stuck: string[];
  violations: string[];
  /** For people. */
  summary: string;
}

/** Pages tick until `payments` were made, while `rate` of all requests between pages, provider and wallets go wrong. */
export async function runFaults({
  payments: wanted,
  seed,
  rate = 0.2,
  progress = SILENT,
}: {
  payments: number;
  seed: number;
  rate?: number;
  progress?: Progress;
}): Promise<FaultRun> {
  const said: string[] = [];
  const logger = pino({ level: 'warn' }, { write: (line: string) => void said.push(line) });
  const world = await openWorld({
    provider: { logger },
    random: seededRandom(seed),
    faultRate: rate,
    tokenLifetime: TOKEN_LIFETIME,
    walletTimeout: WALLET_TIMEOUT,
  });
  try {
    for (let count = 0; count < PAGES; count += 1) await world.openPage();
    let ticks = 0;
    for (let made = 0; made < wanted; made = await countPayments()) {
      ticks += 1;
      progress(`${made} of ${wanted} payments, round ${ticks}`);
      await world.advance(TICK);
      await tickAll(world.pages);
    }
    progress('until nothing is under way');
    await world.quiesce();
    const { intents, wallet } = await world.evidence();
    const faults = world.proxies.flatMap(({ played }) => [...played]);
    const total = faults.reduce((sum, [, times]) => sum + times, 0);
    const wrong = faults.reduce((sum, [fault, times]) => sum + (fault === 'none' ? 0 : times), 0);
    return {
      payments: wallet.payments.length,
      stuck: intents.filter(({ state }) => state === 'stuck').map((intent) => describe(intent, said)),
      violations: await world.violations(),
      summary: `${wallet.payments.length} payments in ${ticks} rounds, ${wrong} of ${total} requests went wrong`,
    };
  } finally {
    await world.close();
  }

  async function countPayments(): Promise<number> {
    const row = await world.ledger.committed
      .selectFrom('outgoing_payments')
      .select((count) => count.fn.countAll<bigint>().as('payments'))
      .executeTakeFirstOrThrow();
    return Number(row.payments);
  }
}

function describe(intent: Evidence['intents'][number], said: readonly string[]): string {
  const { id, outgoing_payment: payment } = intent;
  return [`intent ${id}, payment ${payment}`, ...said.filter((line) => line.includes(id))].join('\n');
}

/** A page that is stalled keeps no other waiting: it is still at its tick in the next round. */
const busy = new WeakSet<ProofPage>();

/** Resolves when nine of ten have ticked. */
async function tickAll(pages: ProofPage[]): Promise<void> {
  let left = Math.ceil(pages.length * 0.9);
  await new Promise<void>((resolve) => {
    const done = () => void ((left -= 1) === 0 && resolve());
    for (const page of pages) {
      if (busy.has(page)) done();
      else {
        busy.add(page);
        void page.tick().then(() => {
          busy.delete(page);
          done();
        });
      }
    }
  });
}
