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

/** Nothing from elsewhere, in no frame, kept by nobody. COOP stays unset, for the connect page has to speak to its opener. */
const PAGE_HEADERS = {
  'content-security-policy': POLICY,
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** Every answer of `server`, whatever goes wrong, carries them. */
export function sendPageHeaders(server: FastifyInstance): void {
  server.addHook('onSend', async (_request, reply) => void reply.headers(PAGE_HEADERS));
}
