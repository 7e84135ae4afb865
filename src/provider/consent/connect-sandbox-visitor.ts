import { isLoopbackOrigin } from '../checks/check-origin.js';
import type { StoredConnection } from '../connections.js';
import { parseWalletAddress, sendWalletAddressRequest } from '../open-payments/wallet-address.js';
import type { Services } from '../services.js';
import { requestConsent } from './request-consent.js';

/** Two tabs of one site ask at once; the visitor is asked once. */
const connecting = new WeakMap<Services, Map<string, Promise<void>>>();

/**
 * In a sandbox, connects a page on loopback to the visitor who always consents, through the same grant, consent page and finish page as
 * anybody else's. Elsewhere, and for connections that need no consent, it does nothing.
 */
export function connectSandboxVisitor(services: Services, connection: StoredConnection): Promise<void> {
  const visitor = services.sandboxVisitor;
  if (!visitor || !['new', 'reconnect'].includes(connection.state) || !isLoopbackOrigin(connection.origin))
    return Promise.resolve();
  const inFlight = connecting.get(services) ?? new Map<string, Promise<void>>();
  connecting.set(services, inFlight);
  const running = inFlight.get(connection.id);
  if (running) return running;
  const consent = (async () => {
    const url = parseWalletAddress(visitor.walletAddress, true);
    const wallet = await sendWalletAddressRequest(services.client, url);
    await visitor.consent(await requestConsent(services, connection.id, wallet));
  })().finally(() => inFlight.delete(connection.id));
  inFlight.set(connection.id, consent);
  return consent;
}
