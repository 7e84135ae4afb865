import type { FastifyInstance } from 'fastify';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a lie is anything
export type Answer = Record<string, any>;

/** Changes an answer on its way out, or makes another of it; of a refusal a success. */
export type Lie = (answer: Answer) => unknown;

/** A wallet that does what it is asked, and says something else. */
export interface LyingWallet {
  /** What it was asked, as `POST /auth/continue`, without what names one grant or payment. */
  readonly asked: string[];
  /** From now on it lies when it is asked this; see {@link asked}. */
  lie(operation: string, lie: Lie): void;
  beHonest(): void;
}

export function makeLie(wallet: FastifyInstance): LyingWallet {
  const asked: string[] = [];
  const lies = new Map<string, Lie>();
  wallet.addHook('onRequest', async ({ method, url }) => void asked.push(operationOf(method, url)));
  wallet.addHook('onSend', async ({ method, url }, reply, payload) => {
    const lie = lies.get(operationOf(method, url));
    if (!lie || typeof payload !== 'string' || !payload.startsWith('{')) return payload;
    const told = JSON.stringify(await lie(JSON.parse(payload) as Answer));
    if (reply.statusCode >= 400) reply.code(200);
    reply.header('content-length', Buffer.byteLength(told));
    return told;
  });
  return {
    asked,
    lie: (operation, lie) => void lies.set(operation, lie),
    beHonest: () => lies.clear(),
  };
}

function operationOf(method: string, url: string): string {
  return `${method} ${url
    .replace(/\?.*$/, '')
    .replace(/\/[\w-]{36,}.*$/, '')
    .replace(/(.)\/$/, '$1')}`;
}
