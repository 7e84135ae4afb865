import { defineInterface, required, slotsOf, toDOMString } from './web-idl.js';

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
  const dictionary = Object(init) as Partial<PaymentCurrencyAmount>;
  const currency = toDOMString(required(dictionary, 'currency'));
  const value = toDOMString(required(dictionary, 'value'));

  const amount = Object.create(MonetizationCurrencyAmount.prototype) as MonetizationCurrencyAmount;
  slots.set(amount, { currency, value });
  return amount;
}
