import { convertMonetizationEventInit } from './monetization-event-init.js';
import type { MonetizationEventInit, MonetizationEventSlots } from './monetization-event-init.js';
import type { MonetizationCurrencyAmount } from './monetization-currency-amount.js';
import { defineInterface, slotsOf } from './web-idl.js';

const slots = new WeakMap<Event, MonetizationEventSlots>();

// https://webmonetization.org/specification/#monetizationevent-interface
export class MonetizationEvent extends Event {
  constructor(type: string, eventInitDict: MonetizationEventInit) {
    checkArguments(arguments.length, eventInitDict);
    super(type, eventInitDict);
    slots.set(
      this,
      inConstructor(() => convertMonetizationEventInit(eventInitDict)),
    );
  }

  get amountSent(): MonetizationCurrencyAmount {
    return slotsOf(slots, this).amountSent;
  }

  /** The id that the receiver's wallet address server answered with. */
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

  // Differs from the spec: an addition, so that JSON.stringify(event) shows the payment.
  toJSON(): object {
    const { amountSent, incomingPayment, walletAddress } = slotsOf(slots, this);
    return {
      amountSent: { currency: amountSent.currency, value: amountSent.value },
      incomingPayment,
      walletAddress,
      paymentPointer: walletAddress,
    };
  }
}

defineInterface(MonetizationEvent, 'MonetizationEvent');

function checkArguments(present: number, init: unknown): void {
  inConstructor(() => {
    if (present < 2) throw new TypeError(`2 arguments required, but only ${present} present.`);
    if (init !== undefined && init !== null && typeof init !== 'object' && typeof init !== 'function') {
      throw new TypeError("The provided value is not of type 'MonetizationEventInit'.");
    }
  });
}

function inConstructor<T>(steps: () => T): T {
  try {
    return steps();
  } catch (cause) {
    throw new TypeError(`Failed to construct 'MonetizationEvent': ${(cause as Error).message}`, { cause });
  }
}
