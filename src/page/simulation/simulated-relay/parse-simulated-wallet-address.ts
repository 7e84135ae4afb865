import { isLoopbackHostname, isTrustworthyHttpUrl } from '../../../protocol/loopback.js';

/**
 * Validates the URL of a wallet address like a sandbox provider: https, or a local host. Returns undefined if
 * it is invalid.
 */
export function parseSimulatedWalletAddress(href: string): URL | undefined {
  try {
    const url = new URL(href);
    const { hostname, port, username, password } = url;
    const isPublic = !port && /[^.]\.[^.]+$/.test(hostname);
    const hasHost = isTrustworthyHttpUrl(url) && (isLoopbackHostname(hostname) || isPublic);
    return hasHost && !username && !password && !/[?#]/.test(href) ? url : undefined;
  } catch {
    return undefined;
  }
}
