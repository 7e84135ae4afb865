#!/usr/bin/env -S node --max-semi-space-size=4
import { EnvironmentError } from './tools/provider/read-environment.js';
import { UsageError } from './tools/start/read-arguments.js';

const HELP = `Usage: wm <command> [options]

  wm start      Start a provider, two sandbox wallets and the demo on this machine. No real money moves.
  wm trigger    Trigger a payment in an open page.
  wm listen     Print the events of all open pages, one per line.
  wm check      Check a page's monetization in a real browser.
  wm sandbox    Start a single sandbox wallet, or inject faults into a running one.
  wm provider   Start a provider for real visitors and real wallets.

  Run wm <command> --help for options and examples.

Example
  PORT=4200 wm start
`;

type Command = (args: string[]) => Promise<void>;

/** Each command imports only its own modules, so that small commands start fast. */
const COMMANDS: Record<string, Command> = {
  async start(args) {
    const { runStartCommand } = await import('./tools/start/start-command.js');
    await runStartCommand(args, print, await createLogger());
  },
  async trigger(args) {
    const { runTriggerCommand } = await import('./tools/start/trigger-command.js');
    await runTriggerCommand(args, print);
  },
  async listen(args) {
    const { runListenCommand } = await import('./tools/start/listen-command.js');
    const controller = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => controller.abort());
    await runListenCommand(args, { print, log, signal: controller.signal });
  },
  async check(args) {
    const { runCheckCommand } = await import('./tools/check/check-command.js');
    process.exitCode = await runCheckCommand(args, { print, log });
  },
  async sandbox(args) {
    const { runSandboxCommand } = await import('./tools/start/sandbox-command.js');
    await runSandboxCommand(args, print, await createLogger());
  },
  async provider(args) {
    const { runProviderCommand } = await import('./tools/provider/provider-command.js');
    await runProviderCommand(args, process.env);
  },
};

// A closed pipe, such as `wm … | head`, is not an error.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 1));

const [name, ...rest] = process.argv.slice(2);
if (name === undefined || name === '--help' || name === 'help') {
  process.stdout.write(HELP);
} else if (Object.hasOwn(COMMANDS, name)) {
  await runCommand(name, COMMANDS[name] as Command);
} else {
  log(`wm: unknown command or option ${JSON.stringify([name, ...rest].join(' '))}. Try: wm --help`);
  process.exitCode = 2;
}

/** Exits with 2 for a usage error and with 1 for other errors. Prints one line in both cases. */
async function runCommand(command: string, run: Command): Promise<void> {
  try {
    await run(rest);
  } catch (error) {
    const { message, cause } = error as Error;
    const causeText = cause instanceof Error && cause.message ? ` (${cause.message})` : '';
    log(`wm: ${message}${causeText}`);
    const isUsageError = error instanceof EnvironmentError || error instanceof UsageError;
    // `wm check` exits with 1 if the page has problems.
    process.exitCode = isUsageError || command === 'check' ? 2 : 1;
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function log(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function createLogger() {
  const { default: pino } = await import('pino');
  return pino({ level: 'warn' }, pino.destination(2));
}
