import type { FastifyBaseLogger } from 'fastify';
import { closeOnSignal } from './close-on-signal.js';
import { readPorts } from './ports.js';
import { readArguments, rejectPositionals } from './read-arguments.js';
import { startSandbox } from './start-sandbox.js';

const HELP = `Usage: wm start [options]

  Starts a provider, two sandbox wallets and the demo on this machine. No real money moves.

Options
  --port 4100      The demo's port (or the variable PORT). The provider and the wallets use the next three.
  --data .wm       Folder for databases and keys (or the variable WM_DATA).

Example
  wm start --port 4200
`;

const OPTIONS = {
  port: { type: 'string' },
  data: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/**
 * Runs `wm start`.
 * @throws UsageError
 * @throws Error if a port is taken.
 */
export async function runStartCommand(
  args: string[],
  print: (line: string) => void,
  logger: FastifyBaseLogger,
): Promise<void> {
  const { values, positionals } = readArguments('start', args, OPTIONS);
  if (values.help) return print(HELP.trimEnd());
  rejectPositionals('start', positionals);
  const { port, data = process.env['WM_DATA'] } = values;
  const started = await startSandbox({
    ports: readPorts(port, process.env),
    dataDirectory: data ?? '.wm',
    logger,
  });
  print(`Web Monetization sandbox (no real money moves): ${started.url}`);
  closeOnSignal(() => started.close());
}
