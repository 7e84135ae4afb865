const REASONS = {
  'payment-url-refused': {
    title: 'The URL is not an incoming payment at the site’s wallet.',
    fix: 'Unlock nothing. The page must send event.incomingPayment and link to the wallet address of the server.',
  },
  'payment-of-another-wallet': {
    title: 'The incoming payment belongs to another wallet address.',
    fix: 'Unlock nothing. The payment went to another recipient.',
  },
  'payment-not-found': {
    title: 'The wallet does not know this incoming payment.',
    fix: 'Unlock nothing.',
  },
  'payment-not-new': {
    title: 'No new money has arrived.',
    fix: 'Try again at the next event. The money may still be on its way.',
  },
  'payment-decreased': {
    title: 'The wallet reports less received money than before.',
    fix: 'Unlock nothing. Contact the wallet’s operator.',
  },
  'wallet-unreachable': {
    title: 'The wallet did not respond in time.',
    fix: 'Try again at the next event.',
  },
  'wallet-response-invalid': {
    title: 'The wallet’s response does not follow Open Payments.',
    fix: 'Check that "walletAddress" is the site’s wallet address.',
  },
} as const;

export type NotVerifiedCode = keyof typeof REASONS;

/** The payment could not be verified. `code` is the reason. */
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
