import { benchParsing } from './parsing.js';
import { benchSlowCallers } from './slow-callers.js';
import { benchSlowWallets } from './slow-wallets.js';

/** How long other callers can make the provider, or a page, work or wait. */
export async function benchLimits(): Promise<string[]> {
  return [...benchParsing(), ...(await benchSlowCallers()), ...(await benchSlowWallets())];
}
