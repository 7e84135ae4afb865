import type * as provider from '../../../src/provider/provider.js';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as wallet from '../../../src/sandbox-wallet/sandbox-wallet.js';
import { BUILT } from '../../support/built.js';

/** Imports the build output instead of the sources: it starts faster, and it is the code that is shipped. */
export async function importBuilt(name: 'provider'): Promise<typeof provider>;
export async function importBuilt(name: 'sandbox-wallet'): Promise<typeof wallet>;
export async function importBuilt(name: 'provider' | 'sandbox-wallet'): Promise<object> {
  return (await import(pathToFileURL(resolve(BUILT, name, `${name}.js`)).href)) as object;
}
