import { isLocalUrl } from '../../../protocol/loopback.js';

/** The value of `data-provider` that simulates the provider in the page. */
export const SIMULATE = 'simulate';

/**
 * Whether no real money can move: a simulation, or a local provider on a local page. A local provider counts
 * as a sandbox until its description has `sandbox: false`.
 */
export function isLocalSandbox(provider: string, allowedHosts: string | null | undefined): boolean {
  return (provider === SIMULATE || isLocalUrl(provider)) && isSimulationAllowed(allowedHosts);
}

/**
 * Whether this page may run a simulation. Simulated events must not unlock content of a public site by
 * mistake.
 * @param allowedHosts additional hosts, separated by spaces.
 */
export function isSimulationAllowed(allowedHosts: string | null | undefined): boolean {
  // A frame without its own URL (about:blank, srcdoc) belongs to the site of its creator.
  const url = /^http/.test(window.origin) ? window.origin : location.href;
  return (
    isLocalUrl(url) || allowedHosts?.split(/[\t\n\f\r ]/).includes(new URL(url).hostname || url) === true
  );
}
