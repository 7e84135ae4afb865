import type { FastifyRequest } from 'fastify';
import { RelayProblem } from '../problem.js';

/** True for the serialisation of a tuple origin on http or https, as browsers send it. `null` and everything else is false. */
export function isSiteOrigin(origin: string | undefined): origin is string {
  if (!origin || !URL.canParse(origin)) return false;
  const url = new URL(origin);
  return (url.protocol === 'https:' || url.protocol === 'http:') && url.origin === origin;
}

/** True where a front-end developer's own server stands: this machine. */
export function isLoopbackOrigin(origin: string): boolean {
  const { hostname } = new URL(origin);
  return /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}

/**
 * - exactly one Origin header, a site's
 * - Fetch Metadata, where the browser sends it, says a script's `fetch` in cors mode
 */
export async function checkOrigin(request: FastifyRequest): Promise<void> {
  const { origin, 'sec-fetch-mode': mode, 'sec-fetch-dest': destination } = request.headers;
  if (!isSiteOrigin(origin)) throw new RelayProblem('origin-invalid');
  if ((mode !== undefined && mode !== 'cors') || (destination !== undefined && destination !== 'empty')) {
    throw new RelayProblem('origin-invalid', 'Call the relay with fetch() in cors mode.');
  }
  request.siteOrigin = origin;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by {@link checkOrigin}. */
    siteOrigin: string;
  }
}
