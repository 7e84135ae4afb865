import { defineInterface, required, slotsOf, toDictionary, toDOMString } from './web-idl.js';

// https://www.w3.org/TR/payment-request-1.1/#dom-paymentcurrencyamount
export interface PaymentCurrencyAmount {
  currency: string;
  value: string;
}

const DICTIONARY_NAME = 'PaymentCurrencyAmount';
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
  const dictionary = toDictionary(init, DICTIONARY_NAME) as Partial<PaymentCurrencyAmount>;
  const currency = toDOMString(required(dictionary.currency, 'currency', DICTIONARY_NAME));
  const value = toDOMString(required(dictionary.value, 'value', DICTIONARY_NAME));

  const amount = Object.create(MonetizationCurrencyAmount.prototype) as MonetizationCurrencyAmount;
  slots.set(amount, { currency, value });
  return amount;
}
