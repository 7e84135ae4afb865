import type { FastifyInstance } from 'fastify';
import type { Services } from '../core/services.js';
import type { ClientKeyRing } from './client-key-ring.js';

/** The client name on the wallet's consent page. */
export const DEFAULT_CLIENT_NAME = 'Web Monetization provider';

export function clientWalletAddressUrl(origin: string): string {
  return `${origin}/client`;
}

// https://openpayments.dev/identity/client-keys/
/** Serves the wallet address that identifies this provider as a client. It cannot receive payments. */
export function serveClientWalletAddress(
  server: FastifyInstance,
  { origin, clientKeys, clientName }: Services & { clientKeys: ClientKeyRing },
): void {
  server.get('/client', async () => ({
    id: clientWalletAddressUrl(origin),
    publicName: clientName,
    assetCode: 'USD',
    assetScale: 2,
    authServer: `${origin}/client/auth`,
    resourceServer: `${origin}/client`,
  }));
  server.get('/client/jwks.json', async () => ({ keys: await clientKeys.published() }));
}
