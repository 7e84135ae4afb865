#!/usr/bin/env -S node --max-semi-space-size=4
import pino from 'pino';
import { portsFrom } from './start/ports.js';
import { startSandbox } from './start/start-sandbox.js';

const HELP = `Usage: wm start

  wm start    Provider, two sandbox wallets and the demo on this machine. No real money moves.

Environment
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
} else if (command === undefined || command === '--help' || command === 'help') {
  process.stdout.write(HELP);
} else {
  process.stderr.write(
    `wm: unknown command or option ${JSON.stringify([command, ...rest].join(' '))}. Try: wm --help\n`,
  );
  process.exitCode = 2;
}

async function start(): Promise<void> {
  try {
    const sandbox = await startSandbox({
      ports: portsFrom(process.env['PORT']),
      dataDirectory: process.env['WM_DATA'] ?? '.wm',
      logger: pino({ level: 'warn' }, pino.destination(2)),
    });
    process.stdout.write(`Web Monetization sandbox (no real money moves): ${sandbox.url}\n`);
    const stop = () => {
      setTimeout(() => process.exit(1), STOP_WITHIN).unref();
      void sandbox.close().then(() => process.exit(0));
    };
    process.once('SIGINT', stop).once('SIGTERM', stop);
  } catch (error) {
    process.stderr.write(`wm: ${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}
