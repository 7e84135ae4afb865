// A provider's egress in a separate process, because Node.js reads NODE_EXTRA_CA_CERTS at startup. One call
// per input line, one outcome per output line.
import { createInterface } from 'node:readline';
import { createEgress } from '../../../src/provider/egress/egress.js';
import { EgressError } from '../../../src/provider/egress/egress-error.js';
import { createEgressOptions } from '../../../src/provider/egress/egress-options.js';

export interface EgressCall {
  /** `follow`: an unsigned look-up with redirects. `send`: a signed request. */
  how: 'follow' | 'send';
  url: string;
}

/** The status and body of a response, or the failure. */
export type EgressOutcome = { status: number; text: string } | { failure: string };

export interface EgressTargets {
  ports: number[];
  addresses: Record<string, string[]>;
}

const { ports, addresses } = JSON.parse(process.argv[2] ?? '') as EgressTargets;
const egress = createEgress(
  createEgressOptions(true, { ports, resolve: async (name) => addresses[name] ?? [] }),
);
for await (const line of createInterface({ input: process.stdin })) {
  const outcome = await call(JSON.parse(line) as EgressCall);
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
}
await egress.close();

async function call({ how, url: text }: EgressCall): Promise<EgressOutcome> {
  const url = new URL(text);
  try {
    const headers = { authorization: 'GNAP secret' };
    const { status, text: body } =
      how === 'follow'
        ? await egress.sendWithRedirects({ method: 'GET', url, headers: {} })
        : await egress.send({ method: 'POST', url, headers, body: '{"interact_ref":"secret"}' });
    return { status, text: body };
  } catch (error) {
    if (error instanceof EgressError) return { failure: error.failure };
    throw error;
  }
}
