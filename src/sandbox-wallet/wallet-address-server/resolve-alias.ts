import type { SandboxWallet } from '../wallet/wallet.js';

/** The wallet address for `url`: the target of an alias, else `url` itself. */
export function resolveAlias(wallet: SandboxWallet, url: string): string {
  const prefix = `${wallet.origin}/`;
  if (!url.startsWith(prefix)) return url;
  const target = wallet.testWalletAddresses.get(url.slice(prefix.length))?.aliasOf;
  return target === undefined ? url : `${prefix}${target}`;
}
