import type { FastifyInstance } from 'fastify';

export interface PagePolicy {
  /** The page has a script of this origin, which connects to this origin only. */
  readonly script: boolean;
  /** Target of the form's redirect. `form-action` also applies to redirects, so it must be listed. */
  readonly formTarget?: string | null;
}

/**
 * No external resources, no framing, no caching. COOP stays unset because the connect page must communicate
 * with its opener.
 */
export function pageHeaders({ script, formTarget = null }: PagePolicy): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy(script, formTarget).join('; '),
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  };
}

/** Sets these headers on every response of `server`, including errors. */
export function setPageHeaders(server: FastifyInstance): void {
  const headers = pageHeaders({ script: true });
  server.addHook('onSend', async (_request, reply) => void reply.headers(headers));
}

function contentSecurityPolicy(script: boolean, formTarget: string | null): string[] {
  return [
    "default-src 'none'",
    "style-src 'self'",
    ...(script ? ["script-src 'self'", "connect-src 'self'", "require-trusted-types-for 'script'"] : []),
    `form-action 'self'${formTarget === null ? '' : ` ${new URL(formTarget).origin}`}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
}
