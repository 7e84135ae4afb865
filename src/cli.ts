#!/usr/bin/env -S node --max-semi-space-size=4
import pino from 'pino';
import { runProviderCommand } from './start/provider/provider-command.js';
import { EnvironmentError } from './start/provider/read-environment.js';
import { portsFrom } from './start/ports.js';
import { runSandboxCommand } from './start/sandbox-command.js';
import { startSandbox } from './start/start-sandbox.js';

const HELP = `Usage: wm start | wm sandbox | wm provider

  wm start      Provider, two sandbox wallets and the demo on this machine. No real money moves.
  wm sandbox    One sandbox wallet alone, and its switches: see wm sandbox --help
  wm provider   A provider for real visitors and real wallets: see wm provider --help

Environment (wm start)
  PORT        The demo's port (default 4100); the provider and the wallets take the next three.
  WM_DATA     Folder for databases and keys (default .wm).

Example
  PORT=4200 wm start
`;

/** Milliseconds that open requests may take when asked to stop. */
const STOP_WITHIN = 10_000;

const [command, ...rest] = process.argv.slice(2);
if (command === 'start' && rest.length === 0) {
  await start();
} else if (command === 'sandbox') {
  await sandbox(rest);
} else if (command === 'provider') {
  await orSayWhy(() => runProviderCommand(rest, process.env));
} else if (command === undefined || command === '--help' || command === 'help') {
  process.stdout.write(HELP);
} else {
  process.stderr.write(
    `wm: unknown command or option ${JSON.stringify([command, ...rest].join(' '))}. Try: wm --help\n`,
  );
  process.exitCode = 2;
}

async function start(): Promise<void> {
  await orSayWhy(async () => {
    const started = await startSandbox({
      ports: portsFrom(process.env['PORT']),
      dataDirectory: process.env['WM_DATA'] ?? '.wm',
      logger: createLogger(),
    });
    process.stdout.write(`Web Monetization sandbox (no real money moves): ${started.url}\n`);
    closeWhenAsked(() => started.close());
  });
}

async function sandbox(args: string[]): Promise<void> {
  await orSayWhy(async () => {
    const result = await runSandboxCommand(args, createLogger());
    if (typeof result === 'string') return void process.stdout.write(result);
    const trust =
      result.certificate === undefined
        ? ''
        : `Clients trust it with NODE_EXTRA_CA_CERTS=${result.certificate}\n`;
    process.stdout.write(`Sandbox wallet (no real money moves): ${result.origin}/\n${trust}`);
    closeWhenAsked(() => result.close());
  });
}

/** The caller's mistake exits 2, anything else 1; both with one line. */
async function orSayWhy(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { message, cause } = error as Error;
    const because = cause instanceof Error && cause.message ? ` (${cause.message})` : '';
    process.stderr.write(`wm: ${message}${because}\n`);
    const isCallersMistake =
      error instanceof EnvironmentError || (error instanceof TypeError && command !== 'start');
    process.exitCode = isCallersMistake ? 2 : 1;
  }
}

function closeWhenAsked(close: () => Promise<void>): void {
  const stop = () => {
    setTimeout(() => process.exit(1), STOP_WITHIN).unref();
    void close().then(() => process.exit(0));
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
}

function createLogger() {
  return pino({ level: 'warn' }, pino.destination(2));
}
