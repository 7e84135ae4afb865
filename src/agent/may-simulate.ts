/** The provider that is none: everything is played in the page. */
export const SIMULATE = 'simulate';

const LOCAL =
  /^(simulate$|file:|about:|https?:\/\/(([^/]+\.)?localhost|[^/]+\.test|127\.[\d.]+|\[::1])(:\d+)?(\/|$))/;

/** Whether this URL, or provider, is one of this machine or of a test. */
export function isLocal(url: string): boolean {
  return LOCAL.test(url);
}

/** Whether nothing real can move here: a simulation, or a sandbox of this machine on a page of this machine. Unless that provider tells otherwise. */
export function isSandboxHere(provider: string, on: string | null | undefined): boolean {
  return isLocal(provider) && maySimulate(on);
}

/** Invented events must not unlock a real site by mistake. @param on the hosts, separated by spaces, where they may be. */
export function maySimulate(on: string | null | undefined): boolean {
  // A frame without a URL of its own is on the site of whoever has made it.
  const { href, hostname } = new URL(/^http/.test(window.origin) ? window.origin : location.href);
  return isLocal(href) || Boolean(hostname && on?.split(/[\t\n\f\r ]/).includes(hostname));
}
