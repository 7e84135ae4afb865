import type { Wallet } from '../wallet.js';

/** The wallet address that `url` stands for: itself, unless it is an alias. */
export function resolveAlias(wallet: Wallet, url: string): string {
  const prefix = `${wallet.origin}/`;
  if (!url.startsWith(prefix)) return url;
  const target = wallet.testWalletAddresses.get(url.slice(prefix.length))?.aliasOf;
  return target === undefined ? url : `${prefix}${target}`;
}
