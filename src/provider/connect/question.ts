import type { ConsentQuestion } from '../../protocol/connect-messages.js';
import type { StoredConnection } from '../connections.js';
import type { Services } from '../services.js';
import { rememberedWallet } from './remembered-wallet.js';

export async function consentQuestion(
  services: Services,
  { state, origin: site }: StoredConnection,
  visitor: string,
): Promise<ConsentQuestion> {
  return { state, site, rememberedWallet: await rememberedWallet(services, visitor) };
}
