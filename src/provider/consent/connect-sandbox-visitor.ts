import { isLoopbackOrigin } from '../checks/check-origin.js';
import type { StoredConnection } from '../connections.js';
import { parseWalletAddress, sendWalletAddressRequest } from '../open-payments/wallet-address.js';
import type { Services } from '../services.js';
import { requestConsent } from './request-consent.js';

/**
 * In a sandbox, connects a page on loopback to the visitor who always consents, through the same grant, consent page and finish page as
 * anybody else's. Elsewhere, and for connections that need no consent, it does nothing. Two tabs that ask at once ask the visitor once.
 */
export async function connectSandboxVisitor(services: Services, connection: StoredConnection): Promise<void> {
  const visitor = services.sandboxVisitor;
  const needsConsent = connection.state === 'new' || connection.state === 'reconnect';
  if (!visitor || !needsConsent || !isLoopbackOrigin(connection.origin)) return;
  if (visitor.strangers?.includes(connection.origin)) return;
  await services.singleFlight(`consent ${connection.id}`, async () => {
    const url = parseWalletAddress(visitor.walletAddress, services);
    const wallet = await sendWalletAddressRequest(services, url);
    await visitor.consent(await requestConsent(services, connection.id, wallet, null));
  });
}
