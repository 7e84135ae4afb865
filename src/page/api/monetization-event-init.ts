import {
  createMonetizationCurrencyAmount,
  type MonetizationCurrencyAmount,
  type PaymentCurrencyAmount,
} from './monetization-currency-amount.js';
import { nullable, required, toDOMString, toOctet, toUSVString } from './web-idl.js';

// Differs from the spec: the four deprecated members are optional, because no agent has ever passed them.
// `walletAddress` is the newer name of `paymentPointer`. One of the two is required.
// https://webmonetization.org/specification/#dom-monetizationeventinit
export interface MonetizationEventInit extends EventInit {
  amountSent: PaymentCurrencyAmount;
  incomingPayment: string | null;
  walletAddress?: string | undefined;
  paymentPointer?: string | undefined;
  /** @deprecated */
  amount?: string | null | undefined;
  /** @deprecated */
  assetCode?: string | null | undefined;
  /** @deprecated */
  assetScale?: number | null | undefined;
  /** @deprecated */
  receipt?: string | null | undefined;
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

// Web IDL reads each member once, in alphabetical order.
// https://webidl.spec.whatwg.org/#js-dictionary
export function convertMonetizationEventInit(init: Partial<MonetizationEventInit>): MonetizationEventSlots {
  const slots = {
    amount: nullable(init.amount, toDOMString),
    amountSent: createMonetizationCurrencyAmount(required(init, 'amountSent')),
    assetCode: nullable(init.assetCode, toDOMString),
    assetScale: nullable(init.assetScale, toOctet),
    incomingPayment: nullable(required(init, 'incomingPayment'), toUSVString),
    paymentPointer: init.paymentPointer,
    receipt: nullable(init.receipt, toDOMString),
  };
  const { walletAddress = slots.paymentPointer } = init;
  return { ...slots, walletAddress: toUSVString(required({ walletAddress }, 'walletAddress')) };
}
