import type { FastifyInstance } from 'fastify';
import type { Services } from './services.js';

/** The name that a visitor reads on the wallet's consent page. */
export const DEFAULT_CLIENT_NAME = 'Web Monetization provider';

export function clientWalletAddress(origin: string): string {
  return `${origin}/client`;
}

// https://openpayments.dev/identity/client-keys/
/** The wallet address by which wallets know this provider as a client: it publishes the signing key and takes no payments. */
export function serveClientWalletAddress(
  server: FastifyInstance,
  { origin, clientKeys, clientName }: Services,
): void {
  server.get('/client', async () => ({
    id: clientWalletAddress(origin),
    publicName: clientName,
    assetCode: 'USD',
    assetScale: 2,
    authServer: `${origin}/client/auth`,
    resourceServer: `${origin}/client`,
  }));
  server.get('/client/jwks.json', async () => ({ keys: await clientKeys.published() }));
}
