import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/** Two years, as long as browsers' lists ask for. */
const HTTPS_ONLY_SECONDS = 63_072_000;

/**
 * On every answer, those of unknown routes and of failures too: nothing here is a document that may load, embed or be embedded. Pages for people
 * set a Content-Security-Policy of their own. No COOP: the connect page has to speak to the page that opened it.
 */
export async function setSecurityHeaders(server: FastifyInstance, origin: string): Promise<void> {
  await server.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    crossOriginOpenerPolicy: false,
    // Of `no-cors` requests; who may read the relay with CORS is another matter.
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: isSecure(origin) && { maxAge: HTTPS_ONLY_SECONDS, includeSubDomains: true },
    xFrameOptions: { action: 'deny' },
    // For documents, plug-ins and browsers that are not here.
    originAgentCluster: false,
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
  });
  server.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
}

/** The same for the few answers that are written before any hook runs. */
export function bareSecurityHeaders(origin: string, sandbox: boolean): Record<string, string> {
  return {
    'content-security-policy': "default-src 'none';frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cache-control': 'no-store',
    ...(isSecure(origin) && {
      'strict-transport-security': `max-age=${HTTPS_ONLY_SECONDS}; includeSubDomains`,
    }),
    ...(sandbox && { 'wm-sandbox': 'true' }),
  };
}

function isSecure(origin: string): boolean {
  return origin.startsWith('https:');
}
