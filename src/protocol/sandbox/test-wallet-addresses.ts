/** Each name has one fixed outcome, the same in the sandbox wallet and in a simulation. */
export const TEST_WALLET_ADDRESS_NAMES = [
  'ok',
  'slow',
  'alias',
  'mxn',
  'scale-9',
  'scale-0',
  'non-positive',
  'invalid-receiver',
  'out-of-balance',
  'token-expired',
  'key-revoked',
  'insufficient-grant',
  'flaky',
  'settles-never',
  'settle-fails',
  'partial',
  '404',
  '500',
  'html',
  'bad-json',
] as const;

export type TestWalletAddressName = (typeof TEST_WALLET_ADDRESS_NAMES)[number];

/** Payments to `out-of-balance` that succeed per incoming payment, before the balance is used up. */
export const MAX_PAYMENTS_IN_BALANCE = 3;
