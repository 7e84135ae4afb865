import type { ConsentRequest } from './browser/connect-messages.js';
import type { StoredConnection } from '../core/connections.js';
import type { ProviderServices } from '../services/provider-services.js';
import { readRememberedWallet } from './remembered-wallet.js';

export async function readConsentQuestion(
  services: ProviderServices,
  { state, origin: site }: StoredConnection,
  visitor: string,
): Promise<ConsentRequest> {
  return { state, site, rememberedWallet: await readRememberedWallet(services, visitor) };
}
