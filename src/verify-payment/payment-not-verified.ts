const REASONS = {
  'payment-url-refused': {
    title: 'This is no incoming payment of the site’s wallet.',
    fix: 'Unlock nothing. The page has sent something else than event.incomingPayment, or its link has another wallet address.',
  },
  'payment-of-another-wallet': {
    title: 'The incoming payment belongs to another wallet address.',
    fix: 'Unlock nothing. Somebody else was paid.',
  },
  'payment-not-found': {
    title: 'The wallet does not know this incoming payment.',
    fix: 'Unlock nothing.',
  },
  'payment-not-new': {
    title: 'Nothing has arrived that has not been used before.',
    fix: 'Ask again at the next event: the money may still be on its way.',
  },
  'payment-shrunk': {
    title: 'The wallet says that less has arrived than before.',
    fix: 'Unlock nothing, and ask the wallet why.',
  },
  'wallet-unreachable': {
    title: 'The wallet did not answer in time.',
    fix: 'Ask again at the next event.',
  },
  'wallet-answer-invalid': {
    title: 'The wallet’s answer is not what Open Payments says.',
    fix: 'Check that "walletAddress" is the site’s wallet address.',
  },
} as const;

export type NotVerifiedCode = keyof typeof REASONS;

/** Why a payment does not count. */
export class PaymentNotVerified extends Error {
  override readonly name = 'PaymentNotVerified';
  readonly code: NotVerifiedCode;
  /** What to do about it. */
  readonly fix: string;

  constructor(code: NotVerifiedCode, options?: ErrorOptions) {
    super(REASONS[code].title, options);
    this.code = code;
    this.fix = REASONS[code].fix;
  }
}
