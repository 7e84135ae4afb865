import type { IncomingMessage, ServerResponse } from 'node:http';

/** Wallet addresses that a page makes up as it needs them: payable as the `ok` one is, each with its own requests to count. */
export interface WalletAddresses {
  /** Answers `/wallet/<any>/<kind>`. */
  serve(request: IncomingMessage, response: ServerResponse, path: string): Promise<void>;
  /** Lets the `gated` one at this path answer, now or when it is asked. */
  release(path: string): void;
  requests(path: string): number;
}

/** What is told instead of the plain truth, by kind. */
const KINDS: Record<string, (body: object) => { status?: number; type?: string; body: string }> = {
  ok: (body) => ({ body: JSON.stringify(body) }),
  gated: (body) => ({ body: JSON.stringify(body) }),
  'text-plain': (body) => ({ body: JSON.stringify(body), type: 'text/plain' }),
  'json-charset': (body) => ({ body: JSON.stringify(body), type: 'application/json; charset=utf-8' }),
  forbidden: (body) => ({ body: JSON.stringify(body), status: 403 }),
  'empty-object': () => ({ body: '{}' }),
  'json-null': () => ({ body: 'null' }),
  'empty-body': () => ({ body: '' }),
};

/** How long a `gated` wallet address waits at most: its visitor has long gone by then. */
const LONGEST_GATE = 20_000;

export function createWalletAddresses(payable: string): WalletAddresses {
  const counts = new Map<string, number>();
  const released = new Set<string>();
  const waiting = new Map<string, (() => void)[]>();

  function opened(path: string): Promise<void> {
    if (released.has(path)) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, LONGEST_GATE).unref();
      const open = (): void => {
        clearTimeout(timer);
        resolve();
      };
      waiting.set(path, [...(waiting.get(path) ?? []), open]);
    });
  }

  return {
    async serve(request, response, path) {
      const kind = path.split('/').pop() ?? '';
      const answer = KINDS[kind];
      response.setHeader('access-control-allow-origin', '*');
      if (!answer || request.method !== 'GET') {
        response.writeHead(request.method === 'OPTIONS' ? 204 : 404).end();
        return;
      }
      counts.set(path, (counts.get(path) ?? 0) + 1);
      if (kind === 'gated') await opened(path);
      const truth = (await (
        await fetch(payable, { headers: { accept: 'application/json' } })
      ).json()) as object;
      const { status = 200, type = 'application/json', body } = answer(truth);
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
    },
    release(path) {
      released.add(path);
      for (const open of waiting.get(path) ?? []) open();
    },
    requests: (path) => counts.get(path) ?? 0,
  };
}
