const THIS_MACHINE = /^(.+\.)?localhost$|^127(\.\d+){3}$|^\[::1\]$/;

/** As a sandbox's provider judges it: https, or anything on this machine; undefined for what is not the URL of a wallet address. */
export function parseWalletAddress(href: string): URL | undefined {
  try {
    const url = new URL(href);
    const { protocol, hostname, port, username, password } = url;
    const isOwn = THIS_MACHINE.test(hostname) && /^https?:$/.test(protocol);
    const isPublic = protocol === 'https:' && !port && /[^.]\.[^.]+$/.test(hostname);
    return (isOwn || isPublic) && !username && !password && !/[?#]/.test(href) ? url : undefined;
  } catch {
    // No URL: that is the answer.
    return undefined;
  }
}
