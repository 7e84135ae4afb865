import type { FastifyBaseLogger } from 'fastify';
import { callSandbox } from './call-sandbox.js';
import { closeWhenAsked } from './close-when-asked.js';
import { readArguments, readNumber, UsageError } from './read-arguments.js';
import { startWallet } from './start-wallet.js';

const HELP = `Usage: wm sandbox [command] [options]

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
} as const;

/** `wm sandbox`. @throws UsageError; Error when the port is taken, nobody answers, or the wallet refuses. */
export async function runSandboxCommand(
  args: string[],
  print: (line: string) => void,
  logger: FastifyBaseLogger,
): Promise<void> {
  const { values, positionals } = readArguments('sandbox', args, OPTIONS);
  const port = readNumber('--port', values.port, 1, 65_535);
  if (values.help) return print(HELP.trimEnd());
  if (positionals.length > 0) return print((await control(positionals, port, values)).trimEnd());

  const { tls, memory, data: dataDirectory } = values;
  const { origin, certificate, close } = await startWallet({ port, tls, dataDirectory, memory, logger });
  print(`Sandbox wallet (no real money moves): ${origin}/`);
  if (certificate !== undefined) print(`Clients trust it with NODE_EXTRA_CA_CERTS=${certificate}`);
  closeWhenAsked(close);
}

interface Values {
  tls: boolean;
  data: string;
  times?: string;
  operation?: string;
}

/** Asks a wallet that runs already. Answers what it says. */
function control(positionals: string[], port: number, values: Values): Promise<string> {
  const [command, argument, ...rest] = positionals;
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
  throw new UsageError(`unknown command ${JSON.stringify(positionals.join(' '))}. Try: wm sandbox --help`);
}
