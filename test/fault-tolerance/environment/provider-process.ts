import { readFileSync } from 'node:fs';
import { importBuilt } from './import-built.js';
import { NO_LIMITS } from './no-limits.js';

/** The settings that the parent process passes. */
export interface ProviderProcessOptions {
  /** The public origin, which the nodes of one provider share. */
  origin: string;
  port: number;
  dataDirectory: string;
  databaseUrl?: string;
  /** The visitor's wallet addresses, used in turn by successive consents. */
  visitors: string[];
  /**
   * The process kills or stops itself with this signal when it reaches the named crash point for the nth
   * time.
   */
  crashAt?: { step: string; times: number; signal: 'SIGKILL' | 'SIGSTOP' };
  /** A cent becomes due in this number of milliseconds. */
  tick: number;
  /**
   * A file with the offset of the clock in milliseconds. A file, because a stopped process cannot receive
   * messages.
   */
  clock: string;
}

const options = JSON.parse(process.argv[2] as string) as ProviderProcessOptions;
const { crashAt, visitors, databaseUrl, port, tick } = options;
const { createProvider } = await importBuilt('provider');
const { acceptInteraction } = await importBuilt('sandbox-wallet');
let consents = process.pid;
let times = 0;
const server = await createProvider({
  origin: options.origin,
  dataDirectory: options.dataDirectory,
  ...(databaseUrl !== undefined && { databaseUrl }),
  minPaymentDelay: tick,
  limits: NO_LIMITS,
  allowance: { ratePerHour: `${36_000 / tick}.00`, budget: '1000000.00', period: 'P1M' },
  now: () => Date.now() + Number(readFileSync(options.clock, 'utf8')),
  sandboxVisitor: {
    get walletAddress() {
      consents += 1;
      return visitors[consents % visitors.length] as string;
    },
    consent: async (redirect) => void (await fetch(await acceptInteraction(redirect))),
  },
  crashPoint(step) {
    if (step === crashAt?.step && (times += 1) === crashAt.times) process.kill(process.pid, crashAt.signal);
  },
});
await server.listen({ host: 'localhost', port });
process.on('SIGTERM', () => void server.close().then(() => process.exit(0)));
process.send?.('listening');
