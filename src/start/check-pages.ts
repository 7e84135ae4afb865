import type { Browser } from 'playwright-core';
import type { Finding } from '../check/check.js';
import type { ServedFolder } from '../check/serve-folder.js';
import type { Target } from '../check/targets.js';

export interface PageReport {
  /** As the user would call it. */
  readonly page: string;
  readonly findings: readonly Finding[];
  /** Why it could not be looked at; null: it was. */
  readonly error: Error | null;
}

type Check = (target: Target) => Promise<readonly Finding[]>;

/** So many pages are open at once. */
const AT_ONCE = 3;

/** Looks at each page, in one browser. @throws Error when there is none */
export async function checkAll(
  targets: readonly Target[],
  watch: number,
  step: (doing: string) => void,
): Promise<PageReport[]> {
  const { openBrowser } = await import('../check/open-browser.js');
  const folders = new Map<string, Promise<ServedFolder>>();
  const browser = await openBrowser(process.env);
  try {
    return await inTurns(targets, await createCheck(targets, browser, folders, watch, step));
  } finally {
    await browser.close();
    for (const folder of folders.values()) await (await folder).close();
  }
}

async function createCheck(
  targets: readonly Target[],
  browser: Browser,
  folders: Map<string, Promise<ServedFolder>>,
  watch: number,
  step: (doing: string) => void,
): Promise<Check> {
  const { checkPage } = await import('../check/check.js');
  const { serveFolder } = await import('../check/serve-folder.js');
  const names = new Map<string, string>();
  for (const target of targets) if ('file' in target) names.set(target.file, target.name);
  return async (target) => {
    if ('url' in target) return checkPage(browser, target.url, { watch, fetch, step });
    const serving = folders.get(target.root) ?? serveFolder(target.root);
    folders.set(target.root, serving);
    const folder = await serving;
    const shown = (text: string) => text.replaceAll(`${folder.origin}/`, '/');
    const nameOf = (url: string) => names.get(folder.fileOf(url)) ?? shown(url).replace(/^\//, '');
    const options = { watch, fetch, step: (doing: string) => step(shown(doing)), root: target.root };
    const findings = await checkPage(browser, folder.urlOf(target.file), options).catch((error: Error) => {
      error.message = shown(error.message);
      throw error;
    });
    return findings.map((one) => ({ ...one, message: shown(one.message), file: nameOf(one.file) }));
  };
}

/** A page that cannot be looked at does not keep the others from it. */
async function inTurns(targets: readonly Target[], check: Check): Promise<PageReport[]> {
  const reports: PageReport[] = [];
  const waiting = [...targets.entries()];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, target] = next;
      const page = target.name;
      reports[index] = await check(target).then(
        (findings) => ({ page, findings, error: null }),
        (error: Error) => ({ page, findings: [], error }),
      );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return reports;
}
