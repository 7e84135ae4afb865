import type { CallWallet, WalletCall } from './call-wallet.js';
import { checkNextUrl } from './check-next-url.js';
import type { OpenPaymentsClient, OpenPaymentsClientOptions } from './open-payments-client.js';

/** The client's requests to authorization servers. */
export function authServerRoutes(
  { egress, validators, walletAddress }: OpenPaymentsClientOptions,
  call: CallWallet,
): Pick<OpenPaymentsClient, 'grant' | 'token'> {
  const urlOf = (url: string) => egress.parseUrl(url, { query: true });
  async function post(url: URL, rest: Omit<WalletCall, 'method' | 'url'>) {
    const response = (await call({ method: 'POST', url, ...rest })) as GrantResponseUrls;
    checkNextUrl(egress, response.continue?.uri, url);
    checkNextUrl(egress, response.access_token?.manage, url);
    if (response.interact?.redirect !== undefined)
      egress.parseUrl(response.interact.redirect, { query: true });
    return response as never;
  }
  const remove = async ({ url, accessToken }: { url: string; accessToken: string }) =>
    void (await call({ method: 'DELETE', url: urlOf(url), accessToken, validate: null }));
  return {
    grant: {
      request: ({ url }, args) =>
        post(egress.parseUrl(url), {
          ...{ body: { ...args, client: walletAddress }, validate: validators.grant },
          isLookup: true,
        }),
      continue: ({ url, accessToken }, body) =>
        post(urlOf(url), { accessToken, ...(body && { body }), validate: validators.continuedGrant }),
      cancel: remove,
    },
    token: {
      rotate: ({ url, accessToken }) => post(urlOf(url), { accessToken, validate: validators.rotatedToken }),
      revoke: remove,
    },
  };
}

interface GrantResponseUrls {
  continue?: { uri?: string };
  access_token?: { manage?: string };
  interact?: { redirect?: string };
}
