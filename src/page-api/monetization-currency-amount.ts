import { defineInterface, requiredMember, slotsOf, toDictionary, toDOMString } from './web-idl.js';

// https://www.w3.org/TR/payment-request-1.1/#dom-paymentcurrencyamount
export interface PaymentCurrencyAmount {
  currency: string;
  value: string;
}

const slots = new WeakMap<MonetizationCurrencyAmount, PaymentCurrencyAmount>();

// https://webmonetization.org/specification/#monetizationcurrencyamount-interface
export class MonetizationCurrencyAmount {
  constructor() {
    throw new TypeError('Illegal constructor');
  }

  get currency(): string {
    return slotsOf(slots, this).currency;
  }

  get value(): string {
    return slotsOf(slots, this).value;
  }
}

defineInterface(MonetizationCurrencyAmount, 'MonetizationCurrencyAmount');

export function createMonetizationCurrencyAmount(init: unknown): MonetizationCurrencyAmount {
  const dictionary = toDictionary(init, 'PaymentCurrencyAmount');
  const currency = requiredMember(dictionary, 'PaymentCurrencyAmount', 'currency', toDOMString);
  const value = requiredMember(dictionary, 'PaymentCurrencyAmount', 'value', toDOMString);

  const amount = Object.create(MonetizationCurrencyAmount.prototype) as MonetizationCurrencyAmount;
  slots.set(amount, { currency, value });
  return amount;
}
