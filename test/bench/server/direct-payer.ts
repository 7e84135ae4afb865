import { openOfficialClient } from '../../support/wallets/official-client.js';

const PAYMENTS_PER_LIST = 20;

/** The official client with its own grant, which makes the same calls as the provider. */
export async function openDirectPayer(directory: Record<string, string>): Promise<() => Promise<void>> {
  const { visitor, receiver } = directory as { visitor: string; receiver: string };
  const { client, wallet, accessToken } = await openOfficialClient(visitor, [
    { type: 'quote', actions: ['create', 'read'] },
    { type: 'outgoing-payment', actions: ['create', 'read', 'list'], identifier: visitor },
  ]);
  const { authServer, resourceServer } = await client.walletAddress.get({ url: receiver });
  const grant = await client.grant.request(
    { url: authServer },
    { access_token: { access: [{ type: 'incoming-payment', actions: ['create'], identifier: receiver }] } },
  );
  if (!('access_token' in grant) || !grant.access_token) throw new Error('no grant for an incoming payment');
  const incoming = await client.incomingPayment.create(
    { url: resourceServer, accessToken: grant.access_token.value },
    { walletAddress: receiver },
  );
  const debitAmount = { value: '1', assetCode: wallet.assetCode, assetScale: wallet.assetScale };
  const resource = { url: wallet.resourceServer, accessToken };
  let paid = 0;
  return async () => {
    const quote = await client.quote.create(resource, {
      method: 'ilp',
      walletAddress: visitor,
      receiver: incoming.id,
      debitAmount,
    });
    await client.outgoingPayment.create(resource, {
      walletAddress: visitor,
      quoteId: quote.id,
      metadata: { wmIntent: 'bench' },
    });
    if (++paid % PAYMENTS_PER_LIST === 0) {
      await client.outgoingPayment.list(
        { ...resource, walletAddress: visitor },
        { 'wallet-address': visitor, first: 100 },
      );
    }
  };
}
