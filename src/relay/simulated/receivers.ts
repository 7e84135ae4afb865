import type { SimulatedCode } from './problems.js';
import type { TestWalletAddressName } from '../../protocol/test-wallet-addresses.js';

/** What a simulated receiver does. Without any of it, it is paid in the visitor's own asset. */
export interface Receiver {
  /** Default: US dollars with two decimals. */
  readonly asset?: { readonly code: string; readonly scale: number };
  /** Milliseconds before its wallet address answers. */
  readonly delay?: number;
  /** Its id is that of the wallet address of this name, beside it. */
  readonly aliasOf?: string;
  /** Why its wallet address does not load. */
  readonly unusable?: SimulatedCode;
  /** Why its so-manieth payment, from 1, does not come about. */
  readonly refuses?: (attempt: number) => SimulatedCode | undefined;
  /** Of those: which ones the quote was refused for already, and not the payment. */
  readonly refusesQuote?: (attempt: number) => boolean;
  /** Which part of a payment arrives, in halves, before it fails. Default: both, and it does not fail. */
  readonly arriving?: 0 | 1;
  /** Nobody ever hears what becomes of its payments. */
  readonly hangs?: true;
}

/** Payments that `out-of-balance` takes for each incoming payment. */
const PAYMENTS_IN_BALANCE = 3;

const RECEIVERS: Readonly<Record<TestWalletAddressName, Receiver>> = {
  ok: {},
  slow: { delay: 5_000 },
  alias: { aliasOf: 'ok' },
  mxn: { asset: { code: 'MXN', scale: 2 } },
  'scale-9': { asset: { code: 'USD', scale: 9 } },
  'scale-0': { asset: { code: 'JPY', scale: 0 } },
  'non-positive': { asset: { code: 'EUR', scale: 2 } },
  'invalid-receiver': { refuses: () => 'receiver-invalid', refusesQuote: () => true },
  'out-of-balance': { refuses: (attempt) => (attempt > PAYMENTS_IN_BALANCE ? 'budget-spent' : undefined) },
  // The provider rotates the token, and the page hears nothing of it.
  'token-expired': {},
  'key-revoked': { refuses: () => 'key-revoked' },
  'insufficient-grant': { refuses: () => 'insufficient-grant' },
  // Every other quote and every other payment is a 500: the quote, then the payment, and the third time both succeed.
  flaky: {
    refuses: (attempt) => (attempt % 3 === 0 ? undefined : 'payer-unreachable'),
    refusesQuote: (attempt) => attempt % 3 === 1,
  },
  // Counts as spent for good: nobody can tell what becomes of it.
  'settles-never': { hangs: true },
  'settle-fails': { arriving: 0 },
  partial: { arriving: 1 },
  404: { unusable: 'wallet-address-not-found' },
  500: { unusable: 'wallet-unreachable' },
  html: { unusable: 'wallet-answer-invalid' },
  'bad-json': { unusable: 'wallet-answer-invalid' },
};

/** By the last part of the path, at whatever wallet; every other wallet address is `ok`. */
export function receiverAt({ pathname }: URL): Receiver {
  const name = pathname.slice(pathname.lastIndexOf('/') + 1);
  return Object.hasOwn(RECEIVERS, name) ? RECEIVERS[name as TestWalletAddressName] : {};
}
