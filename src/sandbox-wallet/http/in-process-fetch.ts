import type { FastifyInstance } from 'fastify';

/**
 * Like `fetch`, but calls to this wallet stay in the process: without a socket and without trusting its own
 * certificate.
 */
export function createInProcessFetch(
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
      // Lets the caller abort an endless response, such as an account's events.
      ...(init?.signal && { signal: init.signal }),
    });
    const type = String(headers['content-type'] ?? '');
    return new Response(statusCode === 204 ? null : payload, {
      status: statusCode,
      headers: { 'content-type': type },
    });
  };
}
