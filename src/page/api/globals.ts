import type { MonetizationCurrencyAmount as Amount } from './monetization-currency-amount.js';
import type { MonetizationEvent as PaymentEvent } from './monetization-event.js';

declare global {
  interface GlobalEventHandlers {
    /** https://webmonetization.org/specification/#dfn-onmonetization */
    onmonetization: ((this: GlobalEventHandlers, event: PaymentEvent) => unknown) | null;
  }
  interface GlobalEventHandlersEventMap {
    monetization: PaymentEvent;
  }
  interface Window {
    /** https://webmonetization.org/specification/#monetizationevent-interface */
    MonetizationEvent: typeof PaymentEvent;
    /** https://webmonetization.org/specification/#monetizationcurrencyamount-interface */
    MonetizationCurrencyAmount: typeof Amount;
  }
  var onmonetization: GlobalEventHandlers['onmonetization'];
  var MonetizationEvent: typeof PaymentEvent;
  type MonetizationEvent = PaymentEvent;
  var MonetizationCurrencyAmount: typeof Amount;
  type MonetizationCurrencyAmount = Amount;
}

export {};
