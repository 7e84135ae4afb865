import type { FastifyInstance } from 'fastify';

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** Two years, as long as browsers' lists ask for. */
const HTTPS_ONLY = 'max-age=63072000; includeSubDomains';

/** Nothing from elsewhere, in no frame, kept by nobody. COOP stays unset, for the connect page has to speak to its opener. */
export function pageHeaders(origin: string): Record<string, string> {
  return {
    'content-security-policy': POLICY,
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
    ...(origin.startsWith('https:') && { 'strict-transport-security': HTTPS_ONLY }),
  };
}

/** Every answer of `server`, whatever goes wrong, carries them. */
export function sendPageHeaders(server: FastifyInstance, origin: string): void {
  const headers = pageHeaders(origin);
  server.addHook('onSend', async (_request, reply) => void reply.headers(headers));
}
