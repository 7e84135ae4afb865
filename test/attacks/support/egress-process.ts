// A provider's egress in a process of its own, for Node reads NODE_EXTRA_CA_CERTS when it starts: one call a line in, one outcome a line out.
import { createInterface } from 'node:readline';
import { createEgress } from '../../../src/provider/egress/egress.js';
import { EgressError } from '../../../src/provider/egress/egress-error.js';
import { egressOptions } from '../../../src/provider/egress/egress-options.js';

export interface EgressCall {
  /** `follow` a look-up · `send` what is signed. */
  how: 'follow' | 'send';
  url: string;
}

/** The status and the text of an answer, or why there is none. */
export type EgressOutcome = { status: number; text: string } | { failure: string };

export interface EgressWorld {
  ports: number[];
  addresses: Record<string, string[]>;
}

const { ports, addresses } = JSON.parse(process.argv[2] ?? '') as EgressWorld;
const egress = createEgress(egressOptions(true, { ports, resolve: async (name) => addresses[name] ?? [] }));
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
        ? await egress.follow({ method: 'GET', url, headers: {} })
        : await egress.send({ method: 'POST', url, headers, body: '{"interact_ref":"secret"}' });
    return { status, text: body };
  } catch (error) {
    if (error instanceof EgressError) return { failure: error.failure };
    throw error;
  }
}
