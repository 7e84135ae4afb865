import type { FastifyInstance } from 'fastify';

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/**
 * No external resources, no framing, no caching. COOP stays unset because the connect page must communicate
 * with its opener.
 */
const PAGE_HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** Sets these headers on every response of `server`, including errors. */
export function setPageHeaders(server: FastifyInstance): void {
  server.addHook('onSend', async (_request, reply) => void reply.headers(PAGE_HEADERS));
}
