import { createMonetizationCurrencyAmount } from './monetization-currency-amount.js';
import type { MonetizationCurrencyAmount, PaymentCurrencyAmount } from './monetization-currency-amount.js';
import { requiredMember, toDictionary, toDOMString, toNullable, toOctet, toUSVString } from './web-idl.js';

// Differs from the spec: the four deprecated members are optional, because no agent has ever passed them;
// `walletAddress` is the newer name of `paymentPointer`, and one of the two is enough.
// https://webmonetization.org/specification/#dom-monetizationeventinit
export interface MonetizationEventInit extends EventInit {
  amountSent: PaymentCurrencyAmount;
  incomingPayment: string | null;
  walletAddress?: string;
  paymentPointer?: string;
  /** @deprecated */
  amount?: string | null;
  /** @deprecated */
  assetCode?: string | null;
  /** @deprecated */
  assetScale?: number | null;
  /** @deprecated */
  receipt?: string | null;
}

export interface MonetizationEventSlots {
  amountSent: MonetizationCurrencyAmount;
  incomingPayment: string | null;
  walletAddress: string;
  amount: string | null;
  assetCode: string | null;
  assetScale: number | null;
  receipt: string | null;
}

const NAME = 'MonetizationEventInit';
const toNullableDOMString = toNullable(toDOMString);

export function convertMonetizationEventInit(init: unknown): MonetizationEventSlots {
  const dictionary = toDictionary(init, NAME);
  const named = dictionary['walletAddress'] === undefined && dictionary['paymentPointer'] !== undefined;
  return {
    amount: toNullableDOMString(dictionary['amount']),
    amountSent: requiredMember(dictionary, NAME, 'amountSent', createMonetizationCurrencyAmount),
    assetCode: toNullableDOMString(dictionary['assetCode']),
    assetScale: toNullable(toOctet)(dictionary['assetScale']),
    incomingPayment: requiredMember(dictionary, NAME, 'incomingPayment', toNullable(toUSVString)),
    receipt: toNullableDOMString(dictionary['receipt']),
    walletAddress: requiredMember(dictionary, NAME, named ? 'paymentPointer' : 'walletAddress', toUSVString),
  };
}
