import fc, { type AsyncCommand } from 'fast-check';
import { seededRandom } from '../support/wallet-random.js';
import { checkInvariants } from './check-invariants.js';
import type { Fault } from './fault-proxy.js';
import { CRASH_POINTS } from './kill-run.js';
import { expireTokens } from './expire-tokens.js';
import { type Progress, SILENT } from './progress.js';
import { seenBy } from './proof-page.js';
import { openWorld, type World } from './world.js';

/** What the model knows: how many pages there are. All else is read from both sides' books. */
interface Model {
  pages: number;
  begin(command: string): void;
}

type Command = AsyncCommand<Model, World>;

/** Twenty cents every ten minutes, at a cent in two seconds: budgets end and renew. */
const ALLOWANCE = { ratePerHour: '18.00', budget: '0.20', period: 'PT10M' };
const PERIOD = 600_000;
const DELAY = 2_000;
const FAULTS: Fault[] = ['reset before', 'reset after', 'cut', 'duplicate', '500 after'];
const PATHS = ['/op/quotes', '/op/outgoing-payments', '/auth/token/', '/payments'];
/** Shorter than the budget's: tokens are changed on the way. */
const TOKEN_LIFETIME = 120;
/** Milliseconds for one run, which takes some seconds: one that hangs fails. */
const RUN_LIMIT = 5 * 60_000;

export interface ModelRun {
  runs: number;
  seed: number;
  /** As a failure has said it: only that run is made. */
  path?: string | undefined;
  progress?: Progress;
}

/**
 * A visitor and a network at their worst, as fast-check thinks of them. The first run that fails ends it; nothing is made smaller, which would take
 * hours.
 * @throws with seed, path and commands, at once when an invariant breaks.
 */
export async function runModel({ runs, seed, path, progress = SILENT }: ModelRun): Promise<void> {
  const commands = fc.commands(COMMANDS, { maxCommands: 30, size: 'large' });
  const one = path !== undefined && { path };
  const numRuns = one ? 1 : runs;
  let run = 0;
  const property = fc.asyncProperty(commands, async (list) => {
    run += 1;
    const say = (what: string) => progress(`run ${run} of ${numRuns}: ${what}`);
    say('a new world');
    const world = await openWorld({
      ...{ random: seededRandom(seed), tokenLifetime: TOKEN_LIFETIME },
      provider: { allowance: ALLOWANCE },
    });
    try {
      await (await world.openPage()).tick();
      await fc.asyncModelRun(() => ({ model: { pages: 1, begin: say }, real: world }), list);
      say('until nothing is under way');
      await world.quiesce();
      expectNone(await world.violations());
    } finally {
      await world.close();
    }
  });
  await fc.assert(property, { numRuns, seed, ...one, timeout: RUN_LIMIT, endOnFailure: true });
}

/** A command at one of the pages that there are. */
function atPage(name: string, run: (world: World, page: World['pages'][number]) => Promise<unknown>) {
  return fc.nat(9).map((index): Command => ({
    check: ({ pages }) => pages > 0,
    async run({ pages, begin }, world) {
      begin(`${name} ${index}`);
      await run(world, world.pages[index % pages] as World['pages'][number]);
      await expectSound(world);
    },
    toString: () => `${name} ${index}`,
  }));
}

function always(name: string, run: (model: Model, world: World) => Promise<unknown>): Command {
  return {
    check: () => true,
    async run(model, world) {
      model.begin(name);
      await run(model, world);
    },
    toString: () => name,
  };
}

const COMMANDS = [
  fc.constant(
    always('open a page', async (model, world) => {
      await world.openPage();
      model.pages += 1;
    }),
  ),
  atPage('open another tab', (world, page) => page.openTab().then((tab) => world.pages.push(tab))),
  atPage('tick at once', (_world, page) => page.tick()),
  atPage('tick', tickWhenDue),
  atPage('all tick', (world) => Promise.all(world.pages.map((page) => page.tick()))),
  atPage('leave', (_world, page) => page.leave()),
  atPage('revoke', (_world, page) => page.revoke()),
  fc
    .integer({ min: 1, max: 90 })
    .map((seconds) => always(`wait ${seconds} s`, (_model, world) => world.advance(seconds * 1_000))),
  fc.constant(always('the budget renews', (_model, world) => world.advance(PERIOD))),
  fc.constant(always('visitors change wallets', async (_model, world) => void (world.walletsChanged += 1))),
  fc.constant(always('all tokens expire', (_model, world) => expireTokens(world.ledger, world.now()))),
  ...FAULTS.flatMap((fault) =>
    PATHS.map((path) =>
      atPage(`${fault} at ${path}, tick`, (world, page) => {
        playNext(world, fault, path);
        return tickWhenDue(world, page);
      }),
    ),
  ),
  ...CRASH_POINTS.map((step) =>
    atPage(`crash at ${step}, tick`, (world, page) => world.crash(step, () => tickWhenDue(world, page))),
  ),
  atPage('crash', (world) => world.crash()),
];

async function tickWhenDue(world: World, page: World['pages'][number]): Promise<void> {
  await world.advance(DELAY);
  await page.tick();
}

function playNext(world: World, fault: Fault, path: string): void {
  for (const proxy of world.proxies) {
    proxy.next = { fault, fits: ({ method, url = '' }) => method === 'POST' && url.includes(path) };
  }
}

/** What holds at any time, with payments under way, too. */
async function expectSound(world: World): Promise<void> {
  const { looks } = seenBy(world.pages);
  const violations = checkInvariants(await world.evidence(), { events: [], looks });
  expectNone(violations.filter((violation) => /^I[1238]/.test(violation)));
}

function expectNone(violations: string[]): void {
  if (violations.length > 0) throw new Error(violations.join('\n'));
}
