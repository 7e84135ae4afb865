/** The events that a page receives if its link names this test wallet address, as Markdown. */
export const PAGE_OUTCOMES: Readonly<Record<string, string>> = {
  ok: '`load`, then `monetization`',
  slow: '`load` after five seconds, then `monetization`',
  alias: '`event.walletAddress` is the `ok` address',
  mxn: '`monetization`',
  'scale-9': '`monetization`',
  'scale-0': '`monetization`, two cents at a time',
  'non-positive':
    '`monetization`, nine cents at a time: rounding would take more than 2 % of smaller amounts',
  'invalid-receiver': '`load`; `receiver-invalid` in the state',
  'out-of-balance': 'three times `monetization`, then `budget-spent`',
  'token-expired': '`monetization`: the provider rotates the token',
  'key-revoked': '`load`; `key-revoked`',
  'insufficient-grant': '`load`; `insufficient-grant`',
  flaky: '`payer-unreachable` repeatedly, and `monetization` for payments that the provider recovers',
  'settles-never': '`monetization`; the incoming payment’s `receivedAmount` stays 0',
  'settle-fails':
    '`monetization`, `out-of-funds` after the third; the budget is refunded, and later events have smaller amounts',
  partial:
    '`monetization`; half of it is received and spent, and the next event has the difference subtracted',
  '404': '`error`; `wallet-address-not-found`',
  '500': '`error`; `wallet-unreachable`, then retries',
  html: '`error`; `wallet-response-invalid`',
  'bad-json': '`error`; `wallet-response-invalid`',
};
