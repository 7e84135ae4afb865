const LOCAL_HOST = /^(.+\.)?localhost$|^127(\.\d+){3}$|^\[::1\]$/;

/**
 * Validates the URL of a wallet address like a sandbox provider: https, or a local host. Returns undefined if
 * it is invalid.
 */
export function parseSimulatedWalletAddress(href: string): URL | undefined {
  try {
    const url = new URL(href);
    const { protocol, hostname, port, username, password } = url;
    const isLocal = LOCAL_HOST.test(hostname) && /^https?:$/.test(protocol);
    const isPublic = protocol === 'https:' && !port && /[^.]\.[^.]+$/.test(hostname);
    return (isLocal || isPublic) && !username && !password && !/[?#]/.test(href) ? url : undefined;
  } catch {
    return undefined;
  }
}
