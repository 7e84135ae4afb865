import { usd, type WalletPair } from '../../support/wallets/wallet-pair.js';

/** The valid values from which a malformed request is made, including tokens. */
export interface RequestTarget {
  readonly pair: WalletPair;
  readonly tokens: { readonly quote: string; readonly outgoing: string; readonly incoming: string };
  readonly incomingPayment: string;
}

/** An unsigned request. */
export type RequestFixture = { url: string; method: string; token?: string; body?: Record<string, unknown> };

/** Valid requests for every operation of a wallet. */
export const REQUEST_FIXTURES: Record<string, (target: RequestTarget) => RequestFixture> = {
  quote: ({ pair, tokens, incomingPayment }) => ({
    url: `${pair.visitor}/op/quotes`,
    method: 'POST',
    token: tokens.quote,
    body: {
      walletAddress: `${pair.visitor}/visitor`,
      receiver: incomingPayment,
      method: 'ilp',
      debitAmount: usd(1),
    },
  }),
  payment: ({ pair, tokens, incomingPayment }) => ({
    url: `${pair.visitor}/op/outgoing-payments`,
    method: 'POST',
    token: tokens.outgoing,
    body: { walletAddress: `${pair.visitor}/visitor`, incomingPayment, debitAmount: usd(1) },
  }),
  incoming: ({ pair, tokens }) => ({
    url: `${pair.receiver}/op/incoming-payments`,
    method: 'POST',
    token: tokens.incoming,
    body: {
      walletAddress: `${pair.receiver}/site`,
      incomingAmount: usd(1),
      expiresAt: '2999-01-01T00:00:00Z',
    },
  }),
  grant: ({ pair }) => ({
    url: `${pair.visitor}/auth`,
    method: 'POST',
    body: {
      client: pair.client.walletAddress,
      access_token: {
        access: [
          {
            type: 'outgoing-payment',
            actions: ['create'],
            identifier: `${pair.visitor}/visitor`,
            limits: { debitAmount: usd(1), interval: 'R/2024-01-31T00:00:00Z/P1M' },
          },
        ],
      },
      interact: {
        start: ['redirect'],
        finish: { method: 'redirect', uri: 'http://localhost:1/', nonce: 'n' },
      },
    },
  }),
  list: ({ pair, tokens }) => ({
    url: `${pair.visitor}/op/outgoing-payments?wallet-address=${encodeURIComponent(`${pair.visitor}/visitor`)}&first=1`,
    method: 'GET',
    token: tokens.outgoing,
  }),
  continue: ({ pair }) => ({
    url: `${pair.visitor}/auth/continue/1`,
    method: 'POST',
    token: 'nothing',
    body: { interact_ref: 'nothing' },
  }),
  control: ({ pair }) => ({
    url: `${pair.visitor}/sandbox/clock`,
    method: 'POST',
    body: { advance: '31 days' },
  }),
  account: ({ pair }) => ({ url: `${pair.visitor}/account/nobody`, method: 'GET' }),
};
