import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { FastifyBaseLogger } from 'fastify';
import { callSandbox } from './call-sandbox.js';
import { type StartedWallet, startWallet } from './start-wallet.js';

export const SANDBOX_HELP = `Usage: wm sandbox [command] [options]

  wm sandbox                   One sandbox wallet on this machine. No real money moves.
  wm sandbox doubles           How a running wallet can misbehave, and what is on.
  wm sandbox play NAME         Misbehave: --times N requests (default: until told otherwise), --operation 'POST /quotes' only.
  wm sandbox honest [NAME]     Misbehave no more.
  wm sandbox clock DURATION    Let time pass, such as P31D.
  wm sandbox ledger            The books.

Options
  --port 4102      Where the wallet listens, or listens already.
  --tls            Speak https, with a certificate that is made here.
  --data .wm       Folder for the database and the certificate; --memory keeps no database.

Example
  wm sandbox --tls & wm sandbox play lost-201 --times 1 --tls
`;

const OPTIONS = {
  port: { type: 'string', default: '4102' },
  tls: { type: 'boolean', default: false },
  data: { type: 'string', default: '.wm' },
  memory: { type: 'boolean', default: false },
  times: { type: 'string' },
  operation: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const satisfies ParseArgsConfig['options'];

/** Reads the arguments behind `wm sandbox`. Answers the text to print, or the wallet that now runs. */
export async function runSandboxCommand(
  args: string[],
  logger: FastifyBaseLogger,
): Promise<string | StartedWallet> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const [command, argument, ...rest] = positionals;
  const port = readPort(values.port);
  if (values.help) return SANDBOX_HELP;
  if (command === undefined) {
    const { tls, memory, data: dataDirectory } = values;
    return startWallet({ port, tls, dataDirectory, memory, logger });
  }
  const call = (method: string, path: string, body?: object) =>
    callSandbox({ port, tls: values.tls, dataDirectory: values.data }, method, `/sandbox${path}`, body);
  const named = argument === undefined ? '' : `/${encodeURIComponent(argument)}`;
  if (rest.length === 0 && command === 'play' && argument !== undefined) {
    const { times, operation } = values;
    return call('PUT', `/doubles${named}`, {
      ...(times !== undefined && { times: Number(times) }),
      ...(operation !== undefined && { operation }),
    });
  }
  if (rest.length === 0 && command === 'honest') return call('DELETE', `/doubles${named}`);
  if (rest.length === 0 && command === 'clock') {
    return argument === undefined ? call('GET', '/clock') : call('POST', '/clock', { advance: argument });
  }
  if (argument === undefined && (command === 'doubles' || command === 'ledger'))
    return call('GET', `/${command}`);
  throw new TypeError(`unknown command ${JSON.stringify(positionals.join(' '))}. Try: wm sandbox --help`);
}

function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new TypeError(`"--port" must be a number from 1 to 65535, got ${JSON.stringify(text)}`);
}
