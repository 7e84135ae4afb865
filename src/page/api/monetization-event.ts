import {
  convertMonetizationEventInit,
  type MonetizationEventInit,
  type MonetizationEventSlots,
} from './monetization-event-init.js';
import type { MonetizationCurrencyAmount } from './monetization-currency-amount.js';
import { NativeEvent } from './natives.js';
import { defineInterface, slotsOf } from './web-idl.js';

const slots = new WeakMap<Event, MonetizationEventSlots>();

// https://webmonetization.org/specification/#monetizationevent-interface
export class MonetizationEvent extends NativeEvent {
  constructor(type: string, eventInitDict: MonetizationEventInit) {
    const init = Object(eventInitDict) as Partial<MonetizationEventInit>;
    super(type, init);
    slots.set(this, convertMonetizationEventInit(init));
  }

  get amountSent(): MonetizationCurrencyAmount {
    return slotsOf(slots, this).amountSent;
  }

  /** The `id` in the response of the receiver's wallet address server. */
  get walletAddress(): string {
    return slotsOf(slots, this).walletAddress;
  }

  /** The older name of `walletAddress`. */
  get paymentPointer(): string {
    return slotsOf(slots, this).walletAddress;
  }

  get incomingPayment(): string | null {
    return slotsOf(slots, this).incomingPayment;
  }

  /** @deprecated */
  get amount(): string | null {
    return slotsOf(slots, this).amount;
  }

  /** @deprecated */
  get assetCode(): string | null {
    return slotsOf(slots, this).assetCode;
  }

  /** @deprecated */
  get assetScale(): number | null {
    return slotsOf(slots, this).assetScale;
  }

  /** @deprecated */
  get receipt(): string | null {
    return slotsOf(slots, this).receipt;
  }

  // Differs from the spec: not part of it. With it, JSON.stringify(event) contains the payment.
  toJSON(): object {
    const {
      amountSent: { currency, value },
      incomingPayment,
      walletAddress,
    } = this;
    return {
      amountSent: { currency, value },
      incomingPayment,
      walletAddress,
      paymentPointer: walletAddress,
    };
  }
}

defineInterface(MonetizationEvent, 'MonetizationEvent');
