import type { FastifyBaseLogger } from 'fastify';
import { closeWhenAsked } from './close-when-asked.js';
import { defaultPort } from './find-sandbox.js';
import { portsFrom } from './ports.js';
import { readArguments, readNumber, refusePositionals } from './read-arguments.js';
import { startSandbox } from './start-sandbox.js';

const HELP = `Usage: wm start [options]

  Provider, two sandbox wallets and the demo on this machine. No real money moves.

Options
  --port 4100      The demo's port (also: the variable PORT); the provider and the wallets take the next three.
  --data .wm       Folder for databases and keys (also: the variable WM_DATA).

Example
  wm start --port 4200
`;

const OPTIONS = {
  port: { type: 'string' },
  data: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/** Three ports have to follow. */
const HIGHEST_PORT = 65_532;

/** `wm start`. @throws UsageError; Error when a port is taken. */
export async function runStartCommand(
  args: string[],
  print: (line: string) => void,
  logger: FastifyBaseLogger,
): Promise<void> {
  const { values, positionals } = readArguments('start', args, OPTIONS);
  if (values.help) return print(HELP.trimEnd());
  refusePositionals('start', positionals);
  const { port, data = process.env['WM_DATA'] } = values;
  const option = port === undefined ? 'PORT' : '--port';
  const demo = readNumber(option, port ?? defaultPort(process.env), 1, HIGHEST_PORT);
  const started = await startSandbox({
    ports: portsFrom(String(demo)),
    dataDirectory: data ?? '.wm',
    logger,
  });
  print(`Web Monetization sandbox (no real money moves): ${started.url}`);
  closeWhenAsked(() => started.close());
}
