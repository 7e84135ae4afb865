import type { FastifyRequest } from 'fastify';
import { RelayProblem } from '../problem.js';
import { isSiteOrigin } from './check-origin.js';

/** Whose pages may use the provider: origins, `https://*.example.com` for all hosts below one, or `*` for everybody's. */
export type Sites = '*' | readonly string[];

/** True for an entry of {@link Sites}: an origin as browsers send it, or one whose host begins with `*.`. */
export function isSitePattern(entry: string): boolean {
  return isSiteOrigin(entry.replace('://*.', '://any.')) && !entry.replace('://*.', '').includes('*');
}

/** - the page's site is one that this provider serves */
export function checkSite(sites: Sites) {
  return async function checkSite({ headers: { origin } }: FastifyRequest): Promise<void> {
    // Whoever sends no origin, or none that is a site's, is refused by checkOrigin where that matters.
    if (!isSiteOrigin(origin) || isServed(sites, origin)) return;
    throw new RelayProblem('site-not-allowed', `This provider does not serve ${origin}.`);
  };
}

function isServed(sites: Sites, origin: string): boolean {
  return sites === '*' || sites.some((entry) => entry === origin || isBelow(entry, origin));
}

function isBelow(entry: string, origin: string): boolean {
  const [scheme, host] = entry.split('://*.');
  return host !== undefined && origin.startsWith(`${scheme}://`) && origin.endsWith(`.${host}`);
}
