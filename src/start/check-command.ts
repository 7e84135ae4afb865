import type { Finding } from '../check/check.js';
import { printable } from './printable.js';
import { readArguments, readNumber, UsageError } from './read-arguments.js';

const HELP = `Usage: wm check URL|FILE [options]

  Opens a page in a real browser, watches it, plays a payment to it, and prints what is wrong with its monetization: where, the rule,
  how to fix it, and where it is said that it is so. Needs the package playwright-core, and Chromium, Chrome or Edge. No money moves.

Options
  --json           The findings as JSON.
  --watch 1000     Milliseconds to watch the page after it has loaded. More, for pages that begin late.
  --strict         Warnings count as problems.

Environment
  CHROME_PATH      The browser. Default: the first that is found.

Exit code
  0 nothing is wrong   1 problems   2 the page could not be looked at

Examples
  wm check http://localhost:3000/
  wm check public/index.html --json
`;

const OPTIONS = {
  json: { type: 'boolean', default: false },
  strict: { type: 'boolean', default: false },
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
  const [target, ...more] = positionals;
  if (target === undefined || more.length > 0)
    throw new UsageError('name one URL or file. Try: wm check --help');
  const watch = readNumber('--watch', values.watch, 0, 60_000);
  const { json, strict } = values;

  const progress = sayWhatTakesLong(say);
  try {
    progress.step('starting the browser');
    const findings = await check(target, watch, progress.step);
    progress.end();
    if (json) print(JSON.stringify({ page: target, findings }, null, 2));
    else for (const line of linesOf(findings)) print(line);
    return findings.some(({ severity }) => strict || severity === 'problem') ? 1 : 0;
  } finally {
    progress.end();
  }
}

async function check(target: string, watch: number, step: (doing: string) => void): Promise<Finding[]> {
  const { openBrowser } = await import('../check/open-browser.js');
  const { checkPage } = await import('../check/check.js');
  const { serveFile } = await import('../check/serve-file.js');
  const served = /^https?:\/\//i.test(target) ? null : await serveFile(target);
  const url = served?.url ?? new URL(target).href;
  const nameOf = (file: string) => served?.nameOf(file) ?? file;
  try {
    const browser = await openBrowser(process.env);
    try {
      const findings = await checkPage(browser, url, { watch, fetch, step });
      return findings.map((one) => ({ ...one, file: nameOf(one.file) }));
    } finally {
      await browser.close();
    }
  } finally {
    await served?.close();
  }
}

function linesOf(findings: readonly Finding[]): string[] {
  const count = (severity: Finding['severity']) => findings.filter((one) => one.severity === severity).length;
  const number = (amount: number, noun: string) => `${amount} ${noun}${amount === 1 ? '' : 's'}`;
  const lines = findings.flatMap(({ file, line, rule, severity, message, fix, spec }) => [
    `${file}${line === null ? '' : `:${line}`}  ${severity}  ${rule}`,
    `  ${message}`,
    `  ${fix}`,
    `  ${spec}`,
    '',
  ]);
  const summary =
    findings.length === 0
      ? 'Nothing is wrong with the monetization of this page.'
      : `${number(count('problem'), 'problem')}, ${number(count('warning'), 'warning')}`;
  return [...lines.map(printable), summary];
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
