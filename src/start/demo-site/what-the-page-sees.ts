/** For people, in Markdown: what a page is told when its link names this test wallet address. */
export const WHAT_THE_PAGE_SEES: Readonly<Record<string, string>> = {
  ok: '`load`, then `monetization`',
  slow: '`load` after five seconds, then `monetization`',
  alias: '`event.walletAddress` is the `ok` address',
  mxn: '`monetization`',
  'scale-9': '`monetization`',
  'scale-0': '`monetization`, two cents at a time',
  'non-positive': '`monetization`, nine cents at a time: of less, rounding takes more than 2 %',
  'invalid-receiver': '`load`; `receiver-invalid` in the state',
  'out-of-balance': 'three times `monetization`, then `budget-spent`',
  'token-expired': '`monetization`: the provider rotates the token',
  'key-revoked': '`load`; `key-revoked`',
  'insufficient-grant': '`load`; `insufficient-grant`',
  flaky: '`payer-unreachable` again and again, and `monetization` for what the provider recovers',
  'settles-never': '`monetization`; the incoming payment’s `receivedAmount` stays 0',
  'settle-fails':
    '`monetization`, `out-of-funds` after the third; the budget gets it back, and later events tell less',
  partial: '`monetization`; half of it is received and spent, and the next event tells so much less',
  '404': '`error`; `wallet-address-not-found`',
  '500': '`error`; `wallet-unreachable`, tried again',
  html: '`error`; `wallet-answer-invalid`',
  'bad-json': '`error`; `wallet-answer-invalid`',
};
