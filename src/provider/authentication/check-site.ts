import type { FastifyRequest } from 'fastify';
import { RelayProblem } from '../core/relay-problem.js';
import { isSiteOrigin } from './check-origin.js';

/**
 * The sites that may use the provider: origins, `https://*.example.com` for all subdomains, or `*` for every
 * site.
 */
export type AllowedSites = '*' | readonly string[];

/**
 * True for an entry of {@link AllowedSites}: an origin as browsers send it, or one whose host begins with
 * `*.`.
 */
export function isSitePattern(entry: string): boolean {
  return isSiteOrigin(entry.replace('://*.', '://any.')) && !entry.replace('://*.', '').includes('*');
}

/** Checks that the provider serves the site of the page. */
export function checkSiteAllowed(sites: AllowedSites) {
  return async function checkSiteAllowed({ headers: { origin } }: FastifyRequest): Promise<void> {
    // Requests without a valid site origin are rejected by checkOrigin where it matters.
    if (!isSiteOrigin(origin) || isAllowedSite(sites, origin)) return;
    throw new RelayProblem('site-not-allowed', `This provider does not serve ${origin}.`);
  };
}

function isAllowedSite(sites: AllowedSites, origin: string): boolean {
  return sites === '*' || sites.some((entry) => entry === origin || isSubdomainOf(entry, origin));
}

function isSubdomainOf(entry: string, origin: string): boolean {
  const [scheme, host] = entry.split('://*.');
  return host !== undefined && origin.startsWith(`${scheme}://`) && origin.endsWith(`.${host}`);
}
