import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { generateJwk } from '@interledger/http-signature-utils';
import {
  type AccessItem,
  createAuthenticatedClient,
  type GrantRequest,
  isFinalizedGrantWithAccessToken,
  isPendingGrant,
  type OutgoingPayment,
} from '@interledger/open-payments';
import { acceptInteraction } from '../../../src/sandbox-wallet/accept-interaction.js';
import type { RunningSandbox } from '../../../src/tools/start/start-sandbox.js';

/**
 * Every outgoing payment of the demo visitor, as the official client reads them with a separate grant that
 * the visitor consents to. The provider is not involved.
 */
export async function readVisitorsPayments(sandbox: RunningSandbox): Promise<OutgoingPayment[]> {
  const reader = readers.get(sandbox) ?? openOwnerClient(sandbox);
  readers.set(sandbox, reader);
  const { client, accessToken, wallet } = await reader;
  const walletAddress = sandbox.directory.wallets.visitor;
  const payments: OutgoingPayment[] = [];
  for (let cursor: string | undefined; ;) {
    const { result, pagination } = await client.outgoingPayment.list(
      { url: wallet.resourceServer, accessToken, walletAddress },
      { 'wallet-address': walletAddress, first: 100, ...(cursor ? { cursor } : {}) },
    );
    payments.push(...result);
    if (!pagination.hasNextPage || !pagination.endCursor) return payments;
    cursor = pagination.endCursor;
  }
}

export async function fetchLedgerReport(sandbox: RunningSandbox) {
  const response = await fetch(new URL('/sandbox/ledger', sandbox.directory.wallets.visitor));
  return (await response.json()) as { balanced: boolean; accounts: unknown[] };
}

const readers = new WeakMap<RunningSandbox, ReturnType<typeof openOwnerClient>>();

async function openOwnerClient(sandbox: RunningSandbox) {
  const walletAddress = sandbox.directory.wallets.visitor;
  const access: AccessItem[] = [
    { type: 'outgoing-payment', actions: ['list-all', 'read-all'], identifier: walletAddress },
  ];
  return openOfficialClient(walletAddress, access);
}

/** The official client with its own key and a grant that the owner of `walletAddress` consented to. */
export async function openOfficialClient(walletAddress: string, access: AccessItem[]) {
  const { privateKey } = generateKeyPairSync('ed25519');
  const walletAddressUrl = await publishKey(generateJwk({ privateKey, keyId: 'reader' }));
  const client = await createAuthenticatedClient({ walletAddressUrl, privateKey, keyId: 'reader' });
  const wallet = await client.walletAddress.get({ url: walletAddress });
  const finish = { method: 'redirect' as const, uri: `${walletAddressUrl}/finish`, nonce: 'reader' };
  const grant = await client.grant.request(
    { url: wallet.authServer },
    {
      access_token: { access: access as NonNullable<GrantRequest['access_token']>['access'] },
      interact: { start: ['redirect'], finish },
    },
  );
  if (!isPendingGrant(grant)) throw new Error('the wallet did not request consent');
  const finished = await acceptInteraction(grant.interact.redirect);
  const continued = await client.grant.continue(
    { url: grant.continue.uri, accessToken: grant.continue.access_token.value },
    { interact_ref: finished.searchParams.get('interact_ref') as string },
  );
  if (!('access_token' in continued) || !isFinalizedGrantWithAccessToken(continued))
    throw new Error('no access token');
  return { client, wallet, accessToken: continued.access_token.value };
}

/** A wallet address with a public key, which identifies a client. */
async function publishKey(jwk: object): Promise<string> {
  const server = createServer((request, response) => {
    const origin = `http://${request.headers.host}`;
    const body = request.url?.endsWith('/jwks.json')
      ? { keys: [jwk] }
      : {
          id: `${origin}/reader`,
          publicName: 'Reader',
          assetCode: 'USD',
          assetScale: 2,
          authServer: origin,
          resourceServer: origin,
        };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  server.unref();
  return `http://localhost:${(server.address() as { port: number }).port}/reader`;
}
