import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Wallet addresses that a page creates when needed: they can be paid like `ok`, and each counts its own
 * requests.
 */
export interface WalletAddresses {
  /** Serves `/wallet/<any>/<kind>`. */
  serve(request: IncomingMessage, response: ServerResponse, path: string): Promise<void>;
  /** Lets the `gated` wallet address at this path respond, now or on its next request. */
  release(path: string): void;
  requests(path: string): number;
}

/** Changes of the response, by kind. */
const RESPONSES_BY_KIND: Record<string, (body: object) => { status?: number; type?: string; body: string }> =
  {
    ok: (body) => ({ body: JSON.stringify(body) }),
    gated: (body) => ({ body: JSON.stringify(body) }),
    'text-plain': (body) => ({ body: JSON.stringify(body), type: 'text/plain' }),
    'json-charset': (body) => ({ body: JSON.stringify(body), type: 'application/json; charset=utf-8' }),
    forbidden: (body) => ({ body: JSON.stringify(body), status: 403 }),
    'empty-object': () => ({ body: '{}' }),
    'json-null': () => ({ body: 'null' }),
    'empty-body': () => ({ body: '' }),
  };

/** How long a `gated` wallet address waits at most; its page has ended by then. */
const MAX_GATE_MS = 20_000;

export function createWalletAddresses(payable: string): WalletAddresses {
  const counts = new Map<string, number>();
  const released = new Set<string>();
  const waiting = new Map<string, (() => void)[]>();

  function opened(path: string): Promise<void> {
    if (released.has(path)) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, MAX_GATE_MS).unref();
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
      const answer = RESPONSES_BY_KIND[kind];
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
