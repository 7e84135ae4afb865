import type { Browser } from 'playwright-core';
import type { PageFinding } from './check-page.js';
import type { ServedFolder } from './targets/serve-folder.js';
import type { CheckTarget } from './targets/targets.js';

export interface PageResult {
  /** The name that the user gave. */
  readonly page: string;
  readonly findings: readonly PageFinding[];
  /** The reason why the page could not be checked, or null. */
  readonly error: Error | null;
}

type TargetChecker = (target: CheckTarget) => Promise<readonly PageFinding[]>;

/** Maximum number of concurrently open pages. */
const MAX_OPEN_PAGES = 3;

/**
 * Checks all pages in one browser.
 * @throws Error if no browser can be started.
 */
export async function checkTargets(
  targets: readonly CheckTarget[],
  watchMs: number,
  onStep: (doing: string) => void,
): Promise<PageResult[]> {
  const { openBrowser } = await import('./open-browser.js');
  const folders = new Map<string, Promise<ServedFolder>>();
  const browser = await openBrowser(process.env);
  try {
    return await checkConcurrently(
      targets,
      await createTargetChecker(targets, browser, folders, watchMs, onStep),
    );
  } finally {
    await browser.close();
    for (const folder of folders.values()) await (await folder).close();
  }
}

async function createTargetChecker(
  targets: readonly CheckTarget[],
  browser: Browser,
  folders: Map<string, Promise<ServedFolder>>,
  watchMs: number,
  onStep: (doing: string) => void,
): Promise<TargetChecker> {
  const { checkPage } = await import('./check-page.js');
  const { serveFolder } = await import('./targets/serve-folder.js');
  const names = new Map<string, string>();
  for (const target of targets) if ('file' in target) names.set(target.file, target.name);
  return async (target) => {
    if ('url' in target) return checkPage(browser, target.url, { watchMs, fetch, onStep });
    const serving = folders.get(target.root) ?? serveFolder(target.root);
    folders.set(target.root, serving);
    const folder = await serving;
    const hideOrigin = (text: string) => text.replaceAll(`${folder.origin}/`, '/');
    const nameOf = (url: string) => names.get(folder.fileOf(url)) ?? hideOrigin(url).replace(/^\//, '');
    const options = {
      watchMs,
      fetch,
      onStep: (doing: string) => onStep(hideOrigin(doing)),
      root: target.root,
    };
    const findings = await checkPage(browser, folder.urlOf(target.file), options).catch((error: Error) => {
      error.message = hideOrigin(error.message);
      throw error;
    });
    return findings.map((one) => ({ ...one, message: hideOrigin(one.message), file: nameOf(one.file) }));
  };
}

/** A page that cannot be checked does not stop the others. */
async function checkConcurrently(
  targets: readonly CheckTarget[],
  check: TargetChecker,
): Promise<PageResult[]> {
  const reports: PageResult[] = [];
  const queue = [...targets.entries()];
  const runWorker = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [index, target] = next;
      const page = target.name;
      reports[index] = await check(target).then(
        (findings) => ({ page, findings, error: null }),
        (error: Error) => ({ page, findings: [], error }),
      );
    }
  };
  await Promise.all(Array.from({ length: MAX_OPEN_PAGES }, runWorker));
  return reports;
}
