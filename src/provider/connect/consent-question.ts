import type { ConsentRequest } from './browser/connect-messages.js';
import type { StoredConnection } from '../core/connections.js';
import type { Services } from '../core/services.js';
import { readRememberedWallet } from './remembered-wallet.js';

export async function readConsentQuestion(
  services: Services,
  { state, origin: site }: StoredConnection,
  visitor: string,
): Promise<ConsentRequest> {
  return { state, site, rememberedWallet: await readRememberedWallet(services, visitor) };
}
