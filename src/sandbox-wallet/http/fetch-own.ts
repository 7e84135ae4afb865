import type { FastifyInstance } from 'fastify';

/** `fetch`, but what is asked of this very wallet stays in the process: no socket, and no doubt about its own certificate. */
export function createFetch(
  server: FastifyInstance,
  origin: string,
  fetch: typeof globalThis.fetch,
): typeof fetch {
  return async (input, init) => {
    const url = new Request(input).url;
    if (!url.startsWith(`${origin}/`)) return fetch(input, init);
    const { statusCode, headers, payload } = await server.inject({
      url: url.slice(origin.length),
      headers: { accept: 'application/json' },
      // An answer that never ends, such as an account's events, must not keep the caller for ever.
      ...(init?.signal && { signal: init.signal }),
    });
    const type = String(headers['content-type'] ?? '');
    return new Response(statusCode === 204 ? null : payload, {
      status: statusCode,
      headers: { 'content-type': type },
    });
  };
}
