import type { FastifyBaseLogger } from 'fastify';
import { callSandbox } from './call-sandbox.js';
import { closeOnSignal } from './close-on-signal.js';
import { readPort } from './ports.js';
import { readArguments, UsageError } from './read-arguments.js';
import { startWallet } from './start-wallet.js';

const HELP = `Usage: wm sandbox [command] [options]

  wm sandbox                        Start a sandbox wallet on this machine. No real money moves.
  wm sandbox faults                 List the faults of a running wallet, and which are active.
  wm sandbox fault NAME             Inject a fault, for --times N requests (default: until cleared) of --operation 'POST /quotes' (default: all).
  wm sandbox faults --clear [NAME]  Clear all faults, or one.
  wm sandbox clock DURATION         Advance the clock, for example by P31D.
  wm sandbox ledger                 Print the ledger.

Options
  --port 4102      The wallet's port.
  --tls            Use https, with a generated certificate.
  --data .wm       Folder for the database and the certificate. With --memory, the database is not stored.

Example
  wm sandbox --tls & wm sandbox fault drop-after-create --times 1 --tls
`;

const OPTIONS = {
  port: { type: 'string', default: '4102' },
  tls: { type: 'boolean', default: false },
  data: { type: 'string', default: '.wm' },
  memory: { type: 'boolean', default: false },
  times: { type: 'string' },
  operation: { type: 'string' },
  clear: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/**
 * Runs `wm sandbox`.
 * @throws UsageError
 * @throws Error if the port is taken, no wallet responds, or the wallet rejects the call.
 */
export async function runSandboxCommand(
  args: string[],
  print: (line: string) => void,
  logger: FastifyBaseLogger,
): Promise<void> {
  const { values, positionals } = readArguments('sandbox', args, OPTIONS);
  const port = readPort(values.port);
  if (values.help) return print(HELP.trimEnd());
  if (positionals.length > 0) return print((await callControlApi(positionals, port, values)).trimEnd());

  const { tls, memory, data: dataDirectory } = values;
  const { origin, certificate, close } = await startWallet({ port, tls, dataDirectory, memory, logger });
  print(`Sandbox wallet (no real money moves): ${origin}/`);
  if (certificate !== undefined)
    print(`To trust its certificate, start clients with NODE_EXTRA_CA_CERTS=${certificate}`);
  closeOnSignal(close);
}

interface ControlOptions {
  tls: boolean;
  data: string;
  times?: string;
  operation?: string;
  clear: boolean;
}

/**
 * Calls a running wallet.
 * @returns its response.
 */
function callControlApi(positionals: string[], port: number, values: ControlOptions): Promise<string> {
  const [command, argument, ...rest] = positionals;
  const call = (method: string, path: string, body?: object) =>
    callSandbox({ port, tls: values.tls, dataDirectory: values.data }, method, `/sandbox${path}`, body);
  const nameSuffix = argument === undefined ? '' : `/${encodeURIComponent(argument)}`;
  if (rest.length === 0 && command === 'fault' && argument !== undefined) {
    const { times, operation } = values;
    return call('PUT', `/faults${nameSuffix}`, {
      ...(times !== undefined && { times: Number(times) }),
      ...(operation !== undefined && { operation }),
    });
  }
  if (rest.length === 0 && command === 'faults' && values.clear)
    return call('DELETE', `/faults${nameSuffix}`);
  if (rest.length === 0 && command === 'clock') {
    return argument === undefined ? call('GET', '/clock') : call('POST', '/clock', { advance: argument });
  }
  if (argument === undefined && (command === 'faults' || command === 'ledger'))
    return call('GET', `/${command}`);
  throw new UsageError(`unknown command ${JSON.stringify(positionals.join(' '))}. Try: wm sandbox --help`);
}
