import type { SimulatedCode } from './simulated-problems.js';
import {
  MAX_PAYMENTS_IN_BALANCE,
  type TestWalletAddressName,
} from '../../../protocol/sandbox/test-wallet-addresses.js';

/** Behaviour of a simulated receiver. Without any member, every payment succeeds. */
export interface TestReceiver {
  /** Default: US dollars with two decimals. */
  readonly asset?: { readonly code: string; readonly scale: number };
  /** Milliseconds before its wallet address responds. */
  readonly delayMs?: number;
  /** The wallet address has the `id` of this other one, at the same wallet. */
  readonly aliasOf?: string;
  /** The error of its wallet address lookup. */
  readonly lookupError?: SimulatedCode;
  /** The error of the payment with this number, counted from 1. */
  readonly paymentError?: (attempt: number) => SimulatedCode | undefined;
  /** Whether that error occurs at the quote already, not at the payment. */
  readonly failsAtQuote?: (attempt: number) => boolean;
  /** How many halves of a payment arrive before it fails. Without it, payments do not fail. */
  readonly halvesDelivered?: 0 | 1;
  /** Payments are accepted but never settle. */
  readonly neverSettles?: true;
}

const TEST_RECEIVERS: Readonly<Record<TestWalletAddressName, TestReceiver>> = {
  ok: {},
  slow: { delayMs: 5_000 },
  alias: { aliasOf: 'ok' },
  mxn: { asset: { code: 'MXN', scale: 2 } },
  'scale-9': { asset: { code: 'USD', scale: 9 } },
  'scale-0': { asset: { code: 'JPY', scale: 0 } },
  'non-positive': { asset: { code: 'EUR', scale: 2 } },
  'invalid-receiver': { paymentError: () => 'receiver-invalid', failsAtQuote: () => true },
  'out-of-balance': {
    paymentError: (attempt) => (attempt > MAX_PAYMENTS_IN_BALANCE ? 'budget-spent' : undefined),
  },
  // The provider rotates the token. The page sees no error.
  'token-expired': {},
  'key-revoked': { paymentError: () => 'key-revoked' },
  'insufficient-grant': { paymentError: () => 'insufficient-grant' },
  // Every second quote and every second payment fails with 500. So the first attempt fails at the quote, the
  // second at the payment, and the third succeeds.
  flaky: {
    paymentError: (attempt) => (attempt % 3 === 0 ? undefined : 'payer-unreachable'),
    failsAtQuote: (attempt) => attempt % 3 === 1,
  },
  // The amount stays spent, because its result remains unknown.
  'settles-never': { neverSettles: true },
  'settle-fails': { halvesDelivered: 0 },
  partial: { halvesDelivered: 1 },
  404: { lookupError: 'wallet-address-not-found' },
  500: { lookupError: 'wallet-unreachable' },
  html: { lookupError: 'wallet-response-invalid' },
  'bad-json': { lookupError: 'wallet-response-invalid' },
};

/** Finds a receiver by the last segment of the path, on any host. An unknown name is treated like `ok`. */
export function testReceiverAt({ pathname }: URL): TestReceiver {
  const name = pathname.slice(pathname.lastIndexOf('/') + 1);
  return Object.hasOwn(TEST_RECEIVERS, name) ? TEST_RECEIVERS[name as TestWalletAddressName] : {};
}
