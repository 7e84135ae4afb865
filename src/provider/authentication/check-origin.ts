import type { FastifyRequest } from 'fastify';
import { isTrustworthyHttpUrl } from '../../protocol/loopback.js';
import { RelayProblem } from '../core/relay-problem.js';

/** A host name has at most 253 characters. */
const MAX_ORIGIN_LENGTH = 300;

/**
 * True for a serialized origin on https, or on http and loopback, as browsers send it. False for `null` and
 * everything else: other http pages are not secure contexts, and a network attacker can forge their requests.
 */
export function isSiteOrigin(origin: string | undefined): origin is string {
  if (!origin || origin.length > MAX_ORIGIN_LENGTH || !URL.canParse(origin)) return false;
  const url = new URL(origin);
  return url.origin === origin && isTrustworthyHttpUrl(url);
}

/** For every relay call, including preflights: if there is an Origin, it must be a site's. */
export async function checkOptionalOrigin({ headers: { origin } }: FastifyRequest): Promise<void> {
  if (origin !== undefined && !isSiteOrigin(origin)) throw new RelayProblem('origin-invalid');
}

/**
 * Checks the origin of a request:
 * - exactly one `Origin` header, and it is a site's origin
 * - Fetch Metadata, if the browser sends it, indicates a script's `fetch` in cors mode
 *
 * @throws RelayProblem `origin-invalid`
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
