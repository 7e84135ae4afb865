import type { BrowserContext } from 'puppeteer-core';
import { freePorts } from '../support/free-ports.js';
import type { Agent } from './agents.js';
import { type BrowserName, launchBrowser } from './browsers.js';
import { createPageDriver, type PageDriver } from './driver.js';
import type { SuitePage } from './pages.js';
import { runOrigin, startSuiteServer } from './suite-server.js';
import { createWalletAddresses } from './wallet-addresses.js';

export type Status = 'PASS' | 'FAIL' | 'TIMEOUT' | 'NOTRUN' | 'PRECONDITION_FAILED';

export interface Subtest {
  readonly name: string;
  readonly status: Status;
  readonly message: string | null;
}

export interface PageResult extends SuitePage {
  readonly subtests: readonly Subtest[];
  /** Something threw outside of any subtest, or the page did not end. */
  readonly harness: { readonly status: 'OK' | 'ERROR' | 'TIMEOUT'; readonly message: string | null };
  readonly milliseconds: number;
}

export interface SuiteOptions {
  readonly agent: Agent;
  readonly pages: readonly SuitePage[];
  readonly wallets: Readonly<Record<string, string>>;
  readonly browser?: BrowserName;
  /** So many pages at a time. */
  readonly parallel?: number;
  readonly harness?: string | null;
  readonly timeoutMultiplier?: number;
  /** Told after each page. */
  readonly report?: (result: PageResult) => void;
}

type Told = Pick<PageResult, 'subtests' | 'harness'>;

interface Run {
  driver: PageDriver;
  tell(results: Told): void;
}

/** The harness gives up after two minutes at most; the runner a little later. */
const PAGE_TIMEOUT = 130_000;

export async function runSuite(options: SuiteOptions): Promise<PageResult[]> {
  const { agent, wallets, browser: name = 'chromium', harness = null, timeoutMultiplier = 1 } = options;
  const runs = new Map<string, Run>();
  const { demo: port } = await freePorts();
  const server = await startSuiteServer({
    ...{ port, agent, wallets, harness, timeoutMultiplier },
    walletAddresses: createWalletAddresses(wallets['ok'] ?? ''),
    async drive(run, operation, parameters) {
      const running = runs.get(run);
      if (!running) throw new Error('The page is not running any more.');
      if (operation === 'results') return running.tell(parameters as unknown as Told);
      return running.driver.drive(operation, parameters);
    },
  });
  const browser = await launchBrowser(name, agent.extension);
  try {
    const results: PageResult[] = [];
    // Backwards, because the pages about time, which take longest, are not among the first.
    const waiting = [...options.pages.entries()].reverse();
    const worker = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [index, page] = next;
        const origin = runOrigin(`run${index}`, port);
        // An extension is at work in the default browser context only. Elsewhere each page has a profile of its own.
        const context = agent.extension
          ? browser.defaultBrowserContext()
          : await browser.createBrowserContext();
        const result = await runPage(context, page, origin, PAGE_TIMEOUT * timeoutMultiplier, (run) =>
          runs.set(`run${index}`, run),
        );
        runs.delete(`run${index}`);
        if (!agent.extension) await context.close();
        results[index] = result;
        options.report?.(result);
      }
    };
    const parallel = agent.extension ? 1 : (options.parallel ?? 4);
    await Promise.all(Array.from({ length: parallel }, worker));
    return results;
  } finally {
    await browser.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

async function runPage(
  context: BrowserContext,
  page: SuitePage,
  origin: string,
  timeout: number,
  register: (run: Run) => void,
): Promise<PageResult> {
  const start = Date.now();
  const opened = await context.newPage({ type: 'window' });
  let timer: NodeJS.Timeout | undefined;
  const told = new Promise<Told>((tell) => {
    register({ driver: createPageDriver(context, opened), tell });
    const harness = { status: 'TIMEOUT' as const, message: 'The page told no results.' };
    timer = setTimeout(() => tell({ subtests: [], harness }), timeout);
  });
  await opened.goto(`${origin}/${page.path}`, { timeout });
  const results = await told;
  clearTimeout(timer);
  await opened.close();
  return { ...page, ...results, milliseconds: Date.now() - start };
}
