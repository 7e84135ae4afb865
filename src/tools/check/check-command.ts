import { statSync } from 'node:fs';
import type { CheckTarget } from './targets/targets.js';
import { checkTargets } from './check-targets.js';
import { printReport } from './print-report.js';
import { readArguments, readNumber, UsageError } from '../start/read-arguments.js';

const HELP = `Usage: wm check URL|FILE|FOLDER… [options]

  Opens pages in a real browser, simulates a payment, and prints problems with their monetization: the location, the rule,
  how to fix it, and a link to the specification. Checks every .html file of a folder. A page with an agent is checked with that
  agent. A page that only redirects is replaced by its target. Requires the package playwright-core, and Chromium, Chrome or
  Edge. No money moves. Passwords in URLs are not printed.

Options
  --root FOLDER    The site's root, to which /js/wm.js refers. Default: the nearest folder with the files that the page loads.
  --json           Print the findings as JSON, for several pages as { "pages": [ … ] }.
  --watch 1000     Milliseconds to watch each page after it has loaded. Use more for pages that start late.
  --strict         Treat warnings as problems.

Environment
  CHROME_PATH      The browser. Default: the first installed one.

Exit code
  0 no problems   1 problems   2 a page could not be checked

Examples
  wm check http://localhost:3000/
  wm check public/index.html --json
  wm check public/
  wm check https://name:password@staging.example/
`;

const OPTIONS = {
  json: { type: 'boolean', default: false },
  strict: { type: 'boolean', default: false },
  root: { type: 'string' },
  watch: { type: 'string', default: '1000' },
  help: { type: 'boolean', default: false },
} as const;

/** Steps that take longer are reported. */
const PROGRESS_DELAY_MS = 2_000;

export interface Terminal {
  print(line: string): void;
  /** Progress and error messages, which are not part of the output. */
  log(line: string): void;
}

/**
 * Runs `wm check`.
 * @returns the exit code.
 * @throws Error if a page cannot be checked.
 */
export async function runCheckCommand(args: string[], { print, log }: Terminal): Promise<number> {
  const { values, positionals } = readArguments('check', args, OPTIONS);
  if (values.help) {
    print(HELP.trimEnd());
    return 0;
  }
  if (positionals.length === 0) throw new UsageError('missing URL, file or folder. Try: wm check --help');
  const watchMs = readNumber('--watch', values.watch, 0, 60_000);
  const { json, strict, root } = values;
  if (root !== undefined && !isFolder(root))
    throw new UsageError(`"--root" must be a folder, got ${JSON.stringify(root)}`);

  const progress = reportSlowSteps(log);
  try {
    const { resolveTargets } = await import('./targets/targets.js');
    const targets = removeDuplicateTargets(positionals.flatMap((argument) => resolveTargets(argument, root)));
    progress.onStep('starting the browser');
    const reports = await checkTargets(targets, watchMs, progress.onStep);
    progress.end();
    const isSinglePage = positionals.length === 1 && !isFolder(positionals[0]);
    if (isSinglePage && reports[0]?.error) throw reports[0].error;
    for (const { error } of reports) if (error) log(`wm: ${error.message}`);
    printReport(reports, { json, isSinglePage, print });
    if (reports.some(({ error }) => error)) return 2;
    const severities = reports.flatMap(({ findings }) => findings.map(({ severity }) => severity));
    return severities.some((severity) => strict || severity === 'problem') ? 1 : 0;
  } finally {
    progress.end();
  }
}

function isFolder(path = ''): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** A file that is also in a given folder is checked once. */
function removeDuplicateTargets(targets: readonly CheckTarget[]): CheckTarget[] {
  const keyOf = (target: CheckTarget) => ('url' in target ? target.url : target.file);
  return [...new Map([...targets].reverse().map((target) => [keyOf(target), target])).values()].reverse();
}

/** Logs one line for each slow step, and nothing otherwise. */
function reportSlowSteps(log: Terminal['log']) {
  let timer: NodeJS.Timeout | undefined;
  return {
    onStep(description: string) {
      clearTimeout(timer);
      timer = setTimeout(() => log(`wm: still ${description} …`), PROGRESS_DELAY_MS);
    },
    end: () => clearTimeout(timer),
  };
}
