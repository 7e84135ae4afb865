import type { FastifyInstance } from 'fastify';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a tampered response can be any JSON
export type TamperableBody = Record<string, any>;

/** Replaces the body of a response. An error becomes a success. */
export type TamperResponse = (answer: TamperableBody) => unknown;

/** A wallet that processes requests correctly and returns wrong responses. */
export interface TamperingWallet {
  /** The received requests, such as `POST /auth/continue`, without the ids of grants and payments. */
  readonly requests: string[];
  /** Tampers with the responses to this operation from now on; see {@link requests}. */
  tamper(operation: string, tamper: TamperResponse): void;
  stopTampering(): void;
}

export function tamperResponses(wallet: FastifyInstance): TamperingWallet {
  const requests: string[] = [];
  const tamperers = new Map<string, TamperResponse>();
  wallet.addHook('onRequest', async ({ method, url }) => void requests.push(operationOf(method, url)));
  wallet.addHook('onSend', async ({ method, url }, reply, payload) => {
    const tamper = tamperers.get(operationOf(method, url));
    if (!tamper || typeof payload !== 'string' || !payload.startsWith('{')) return payload;
    const tampered = JSON.stringify(await tamper(JSON.parse(payload) as TamperableBody));
    if (reply.statusCode >= 400) reply.code(200);
    reply.header('content-length', Buffer.byteLength(tampered));
    return tampered;
  });
  return {
    requests,
    tamper: (operation, tamper) => void tamperers.set(operation, tamper),
    stopTampering: () => tamperers.clear(),
  };
}

function operationOf(method: string, url: string): string {
  return `${method} ${url
    .replace(/\?.*$/, '')
    .replace(/\/[\w-]{36,}.*$/, '')
    .replace(/(.)\/$/, '$1')}`;
}
