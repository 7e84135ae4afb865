#!/usr/bin/env -S node --max-semi-space-size=4
import { EnvironmentError } from './start/provider/read-environment.js';
import { UsageError } from './start/read-arguments.js';

const HELP = `Usage: wm <command> [options]

  wm start      Provider, two sandbox wallets and the demo on this machine. No real money moves.
  wm trigger    Makes a payment happen in an open page, now.
  wm listen     Prints what happens in all open pages, one line each.
  wm check      Looks for what is wrong with a page's monetization, in a real browser.
  wm sandbox    One sandbox wallet alone, and its switches.
  wm provider   A provider for real visitors and real wallets.

  wm <command> --help has options and examples.

Example
  PORT=4200 wm start
`;

type Command = (args: string[]) => Promise<void>;

/** Each loads only what it needs: the small ones answer at once. */
const COMMANDS: Record<string, Command> = {
  async start(args) {
    const { runStartCommand } = await import('./start/start-command.js');
    await runStartCommand(args, print, await createLogger());
  },
  async trigger(args) {
    const { runTriggerCommand } = await import('./start/trigger-command.js');
    await runTriggerCommand(args, print);
  },
  async listen(args) {
    const { runListenCommand } = await import('./start/listen-command.js');
    const asked = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => asked.abort());
    await runListenCommand(args, { print, say, signal: asked.signal });
  },
  async check(args) {
    const { runCheckCommand } = await import('./start/check-command.js');
    process.exitCode = await runCheckCommand(args, { print, say });
  },
  async sandbox(args) {
    const { runSandboxCommand } = await import('./start/sandbox-command.js');
    await runSandboxCommand(args, print, await createLogger());
  },
  async provider(args) {
    const { runProviderCommand } = await import('./start/provider/provider-command.js');
    await runProviderCommand(args, process.env);
  },
};

// Who reads only the first lines has seen enough.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 1));

const [name, ...rest] = process.argv.slice(2);
if (name === undefined || name === '--help' || name === 'help') {
  process.stdout.write(HELP);
} else if (Object.hasOwn(COMMANDS, name)) {
  await orSayWhy(name, COMMANDS[name] as Command);
} else {
  say(`wm: unknown command or option ${JSON.stringify([name, ...rest].join(' '))}. Try: wm --help`);
  process.exitCode = 2;
}

/** The caller's mistake exits 2, anything else 1; both with one line. */
async function orSayWhy(command: string, work: Command): Promise<void> {
  try {
    await work(rest);
  } catch (error) {
    const { message, cause } = error as Error;
    const because = cause instanceof Error && cause.message ? ` (${cause.message})` : '';
    say(`wm: ${message}${because}`);
    const isCallersMistake =
      error instanceof EnvironmentError ||
      error instanceof UsageError ||
      (error instanceof TypeError && command === 'provider');
    // 1 says there that the page has problems.
    process.exitCode = isCallersMistake || command === 'check' ? 2 : 1;
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function createLogger() {
  const { default: pino } = await import('pino');
  return pino({ level: 'warn' }, pino.destination(2));
}
