import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/** Two years, as required by the HSTS preload list. */
const HSTS_MAX_AGE_S = 63_072_000;

/**
 * Sets security headers on every response, including errors and unknown routes: API responses are never
 * documents that load resources, embed or are embedded. HTML pages set their own Content-Security-Policy. No
 * COOP: the connect page must communicate with its opener.
 */
export async function setSecurityHeaders(server: FastifyInstance, origin: string): Promise<void> {
  await server.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    crossOriginOpenerPolicy: false,
    // Concerns `no-cors` requests. CORS decides separately which sites can read relay responses.
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: isHttps(origin) && { maxAge: HSTS_MAX_AGE_S, includeSubDomains: true },
    xFrameOptions: { action: 'deny' },
    // Headers for documents, plug-ins and old browsers are not needed here.
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

/** The same headers for the few responses that are written before any hook runs. */
export function staticSecurityHeaders(origin: string, sandbox: boolean): Record<string, string> {
  return {
    'content-security-policy': "default-src 'none';frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cache-control': 'no-store',
    ...(isHttps(origin) && {
      'strict-transport-security': `max-age=${HSTS_MAX_AGE_S}; includeSubDomains`,
    }),
    ...(sandbox && { 'wm-sandbox': 'true' }),
  };
}

function isHttps(origin: string): boolean {
  return origin.startsWith('https:');
}
