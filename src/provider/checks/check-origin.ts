import type { FastifyRequest } from 'fastify';
import { RelayProblem } from '../problem.js';

/** A host name has at most 253 characters. */
const LONGEST_ORIGIN = 300;

/**
 * True for the serialisation of an origin on https, or on http and this machine, as browsers send it. `null` and everything else is false:
 * pages elsewhere on http are no secure context, and what comes with their Origin may be from anybody on the way.
 */
export function isSiteOrigin(origin: string | undefined): origin is string {
  if (!origin || origin.length > LONGEST_ORIGIN || !URL.canParse(origin)) return false;
  const url = new URL(origin);
  if (url.origin !== origin) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackOrigin(origin));
}

/** For every relay call, preflights too: an Origin, if there is one, is a site's. */
export async function checkOriginIfAny({ headers: { origin } }: FastifyRequest): Promise<void> {
  if (origin !== undefined && !isSiteOrigin(origin)) throw new RelayProblem('origin-invalid');
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
