import type { BrowserContext } from 'puppeteer-core';
import { freePorts } from '../support/free-ports.js';
import type { AgentUnderTest } from './agents.js';
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

export interface SuitePageResult extends SuitePage {
  readonly subtests: readonly Subtest[];
  /** An exception outside of any subtest, or a timeout of the page. */
  readonly harness: { readonly status: 'OK' | 'ERROR' | 'TIMEOUT'; readonly message: string | null };
  readonly milliseconds: number;
}

export interface SuiteOptions {
  readonly agent: AgentUnderTest;
  readonly pages: readonly SuitePage[];
  readonly wallets: Readonly<Record<string, string>>;
  readonly browser?: BrowserName;
  /** The number of pages that run at the same time. */
  readonly parallel?: number;
  readonly harness?: string | null;
  readonly timeoutMultiplier?: number;
  /** Called after each page. */
  readonly report?: (result: SuitePageResult) => void;
}

type ReportedResults = Pick<SuitePageResult, 'subtests' | 'harness'>;

interface Run {
  driver: PageDriver;
  reportResults(results: ReportedResults): void;
}

/** The harness times out after two minutes at most; the runner a little later. */
const PAGE_TIMEOUT_MS = 130_000;

export async function runSuite(options: SuiteOptions): Promise<SuitePageResult[]> {
  const { agent, wallets, browser: name = 'chromium', harness = null, timeoutMultiplier = 1 } = options;
  const runs = new Map<string, Run>();
  const { demo: port } = await freePorts();
  const server = await startSuiteServer({
    ...{ port, agent, wallets, harness, timeoutMultiplier },
    walletAddresses: createWalletAddresses(wallets['ok'] ?? ''),
    async drive(run, operation, parameters) {
      const running = runs.get(run);
      if (!running) throw new Error('The page has ended.');
      if (operation === 'results') return running.reportResults(parameters as unknown as ReportedResults);
      return running.driver.drive(operation, parameters);
    },
  });
  const browser = await launchBrowser(name, agent.extension);
  try {
    const results: SuitePageResult[] = [];
    // In reverse order, because the slowest pages, which are about time, come last.
    const waiting = [...options.pages.entries()].reverse();
    const worker = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [index, page] = next;
        const origin = runOrigin(`run${index}`, port);
        // An extension runs only in the default browser context. Otherwise each page has its own profile.
        const context = agent.extension
          ? browser.defaultBrowserContext()
          : await browser.createBrowserContext();
        const result = await runPage(context, page, origin, PAGE_TIMEOUT_MS * timeoutMultiplier, (run) =>
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
): Promise<SuitePageResult> {
  const start = Date.now();
  const opened = await context.newPage({ type: 'window' });
  let timer: NodeJS.Timeout | undefined;
  const reported = new Promise<ReportedResults>((reportResults) => {
    register({ driver: createPageDriver(context, opened), reportResults });
    const harness = { status: 'TIMEOUT' as const, message: 'The page reported no results.' };
    timer = setTimeout(() => reportResults({ subtests: [], harness }), timeout);
  });
  await opened.goto(`${origin}/${page.path}`, { timeout });
  const results = await reported;
  clearTimeout(timer);
  await opened.close();
  return { ...page, ...results, milliseconds: Date.now() - start };
}
