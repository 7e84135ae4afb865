import { statSync } from 'node:fs';
import type { Target } from '../check/targets.js';
import { checkAll } from './check-pages.js';
import { printReport } from './check-report.js';
import { readArguments, readNumber, UsageError } from './read-arguments.js';

const HELP = `Usage: wm check URL|FILE|FOLDER… [options]

  Opens pages in a real browser, watches them, plays a payment to them, and prints what is wrong with their monetization: where, the rule,
  how to fix it, and where it is said that it is so. Of a folder it looks at every .html file. A page with an agent of its own is
  looked at with that one, and one that only leads to another by the other. Needs the package playwright-core, and Chromium,
  Chrome or Edge. No money moves, and no password of a URL is printed.

Options
  --root FOLDER    The site's root, where /js/wm.js is looked for. Default: the nearest folder that has what the page loads.
  --json           The findings as JSON; of several pages as { "pages": [ … ] }.
  --watch 1000     Milliseconds to watch each page after it has loaded. More, for pages that begin late.
  --strict         Warnings count as problems.

Environment
  CHROME_PATH      The browser. Default: the first that is found.

Exit code
  0 nothing is wrong   1 problems   2 a page could not be looked at

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

/** What takes longer than this is said. */
const LONG = 2_000;

export interface Terminal {
  print(line: string): void;
  /** For people: not part of the output. */
  say(line: string): void;
}

/** `wm check`. Answers the exit code. @throws Error for whatever keeps it from looking. */
export async function runCheckCommand(args: string[], { print, say }: Terminal): Promise<number> {
  const { values, positionals } = readArguments('check', args, OPTIONS);
  if (values.help) {
    print(HELP.trimEnd());
    return 0;
  }
  if (positionals.length === 0) throw new UsageError('name a URL, file or folder. Try: wm check --help');
  const watch = readNumber('--watch', values.watch, 0, 60_000);
  const { json, strict, root } = values;
  if (root !== undefined && !isFolder(root))
    throw new UsageError(`"--root" must be a folder, got ${JSON.stringify(root)}`);

  const progress = sayWhatTakesLong(say);
  try {
    const { targetsOf } = await import('../check/targets.js');
    const targets = withoutRepetition(positionals.flatMap((word) => targetsOf(word, root)));
    progress.step('starting the browser');
    const reports = await checkAll(targets, watch, progress.step);
    progress.end();
    const isOne = positionals.length === 1 && !isFolder(positionals[0]);
    if (isOne && reports[0]?.error) throw reports[0].error;
    for (const { error } of reports) if (error) say(`wm: ${error.message}`);
    printReport(reports, { json, isOne, print });
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

/** A file that is named once more by its folder is looked at once. */
function withoutRepetition(targets: readonly Target[]): Target[] {
  const keyOf = (target: Target) => ('url' in target ? target.url : target.file);
  return [...new Map([...targets].reverse().map((target) => [keyOf(target), target])).values()].reverse();
}

/** A line for each step that takes long, and none where all goes well. */
function sayWhatTakesLong(say: Terminal['say']) {
  let timer: NodeJS.Timeout | undefined;
  return {
    step(doing: string) {
      clearTimeout(timer);
      timer = setTimeout(() => say(`wm: still ${doing} …`), LONG);
    },
    end: () => clearTimeout(timer),
  };
}
