import { isLoopbackHostname } from '../../protocol/loopback.js';
import type { StoredConnection } from '../core/connections.js';
import {
  parseWalletAddressUrl,
  sendWalletAddressRequest,
} from '../open-payments/send-wallet-address-request.js';
import type { ProviderServices } from '../services/provider-services.js';
import { sendOutgoingPaymentAndQuoteGrantRequest } from '../wallet-grants/send-outgoing-payment-and-quote-grant-request.js';

/**
 * In a sandbox, connects a page on loopback to the demo visitor, who always consents. Uses the same grant,
 * consent page and finish page as for other visitors. Does nothing elsewhere, or if the connection needs no
 * consent. Concurrent requests of several tabs share one consent.
 */
export async function connectSandboxVisitor(
  services: ProviderServices,
  connection: StoredConnection,
): Promise<void> {
  const visitor = services.sandboxVisitor;
  const needsConsent = connection.state === 'new' || connection.state === 'reconnect';
  if (!visitor || !needsConsent || !isLoopbackHostname(new URL(connection.origin).hostname)) return;
  if (visitor.unconnectedOrigins?.includes(connection.origin)) return;
  await services.singleFlight(`consent ${connection.id}`, async () => {
    const url = parseWalletAddressUrl(visitor.walletAddress, services);
    const wallet = await sendWalletAddressRequest(services, url);
    await visitor.consent(
      await sendOutgoingPaymentAndQuoteGrantRequest(services, connection.id, wallet, null),
    );
  });
}
