import type * as provider from '../../../src/provider/provider.js';
import type * as wallet from '../../../src/sandbox-wallet/sandbox-wallet.js';

/** Imports the build output instead of the sources: it starts faster, and it is the code that is shipped. */
export async function importBuilt(name: 'provider'): Promise<typeof provider>;
export async function importBuilt(name: 'sandbox-wallet'): Promise<typeof wallet>;
export async function importBuilt(name: 'provider' | 'sandbox-wallet'): Promise<object> {
  return (await import(new URL(`../../../dist/node/${name}/${name}.js`, import.meta.url).href)) as object;
}
