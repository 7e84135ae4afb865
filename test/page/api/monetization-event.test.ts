import { expect } from '@open-wc/testing';
import { MonetizationCurrencyAmount } from '../../../src/page/api/monetization-currency-amount.js';
import { MonetizationEvent } from '../../../src/page/api/monetization-event.js';
import type { MonetizationEventInit } from '../../../src/page/api/monetization-event-init.js';

const INIT: MonetizationEventInit = {
  amountSent: { currency: 'EUR', value: '0.50' },
  incomingPayment: 'https://wallet.example/incoming/1',
  walletAddress: 'https://wallet.example/alice',
};

describe('the MonetizationEvent interface', () => {
  it('is an Event with the members of the specification', () => {
    const event = new MonetizationEvent('monetization', INIT);
    expect(event).to.be.instanceOf(Event);
    expect(event.type).to.equal('monetization');
    expect(event.amountSent).to.be.instanceOf(MonetizationCurrencyAmount);
    expect([event.amountSent.currency, event.amountSent.value]).to.eql(['EUR', '0.50']);
    expect(event.incomingPayment).to.equal('https://wallet.example/incoming/1');
    expect(event.walletAddress).to.equal('https://wallet.example/alice');
    expect(event.paymentPointer).to.equal(event.walletAddress);
    expect([event.amount, event.assetCode, event.assetScale, event.receipt]).to.eql([null, null, null, null]);
    expect(Object.prototype.toString.call(event)).to.equal('[object MonetizationEvent]');
    expect(MonetizationEvent.length).to.equal(2);
    expect(MonetizationEvent.name).to.equal('MonetizationEvent');
  });

  it('has enumerable, readonly accessors on the prototype and no own properties', () => {
    const event = new MonetizationEvent('monetization', INIT);
    expect(Object.keys(event).filter((key) => key !== 'isTrusted')).to.eql([]);
    for (const name of [
      'amountSent',
      'walletAddress',
      'paymentPointer',
      'incomingPayment',
      'amount',
      'receipt',
    ]) {
      const descriptor = Object.getOwnPropertyDescriptor(MonetizationEvent.prototype, name);
      expect(descriptor?.get, name).to.be.a('function');
      expect(descriptor?.set, name).to.equal(undefined);
      expect(descriptor?.enumerable, name).to.equal(true);
    }
    expect(() => Object.assign(event, { amountSent: 5 })).to.throw(TypeError);
    expect(() => (MonetizationEvent.prototype as MonetizationEvent).amountSent).to.throw(
      TypeError,
      'Illegal invocation',
    );
  });

  it('respects EventInit, and does not bubble by default', () => {
    const flags = ({ bubbles, cancelable, composed }: Event): boolean[] => [bubbles, cancelable, composed];
    expect(flags(new MonetizationEvent('x', INIT))).to.eql([false, false, false]);
    const all = { ...INIT, bubbles: true, cancelable: true, composed: true };
    expect(flags(new MonetizationEvent('x', all))).to.eql([true, true, true]);
  });

  const { amountSent, walletAddress, incomingPayment } = INIT;
  for (const [what, args, message] of [
    ['no arguments', [], "Failed to read the 'amountSent' property: Required"],
    ['one argument', ['monetization'], "Failed to read the 'amountSent' property"],
    ['an init that is a number', ['x', 5], "Failed to read the 'amountSent' property"],
    ['an empty init', ['x', {}], "Failed to read the 'amountSent' property: Required member is undefined."],
    ['null', ['x', null], "Failed to read the 'amountSent' property"],
    [
      'no incomingPayment',
      ['x', { amountSent, walletAddress }],
      "Failed to read the 'incomingPayment' property",
    ],
    [
      'no walletAddress',
      ['x', { amountSent, incomingPayment }],
      "Failed to read the 'walletAddress' property",
    ],
    [
      'an amount without currency',
      ['x', { ...INIT, amountSent: { value: '1' } }],
      "Failed to read the 'currency' property",
    ],
    [
      'an amount that is a string',
      ['x', { ...INIT, amountSent: '1' }],
      "Failed to read the 'currency' property",
    ],
  ] as const) {
    it(`rejects ${what} with the platform’s TypeError`, () => {
      const construct = (): unknown => Reflect.construct(MonetizationEvent, args);
      expect(construct).to.throw(TypeError, "Failed to construct 'MonetizationEvent': ");
      expect(construct).to.throw(message);
    });
  }

  it('converts members as Web IDL requires', () => {
    const init = {
      ...INIT,
      amountSent: { currency: 'EUR', value: 1 },
      incomingPayment: null,
      walletAddress: 'https://wallet.example/\uD800',
      assetScale: 258,
    };
    const event = Reflect.construct(MonetizationEvent, ['monetization', init]) as MonetizationEvent;
    expect(event.amountSent.value).to.equal('1');
    expect(event.incomingPayment).to.equal(null);
    expect(event.walletAddress).to.equal('https://wallet.example/\uFFFD');
    expect(event.assetScale).to.equal(2);
  });

  it('reads each member once: those of EventInit, then its own in alphabetical order', () => {
    const read: string[] = [];
    const noting = (values: object): object =>
      new Proxy(values, {
        get(target, key, receiver) {
          read.push(String(key));
          return Reflect.get(target, key, receiver) as unknown;
        },
      });
    const init = noting({ ...INIT, amountSent: noting({ ...INIT.amountSent }) });
    Reflect.construct(MonetizationEvent, ['x', init]);
    expect(read.slice(0, read.indexOf('amount'))).to.have.members(['bubbles', 'cancelable', 'composed']);
    expect(read.slice(read.indexOf('amount'))).to.eql([
      'amount',
      ...['amountSent', 'currency', 'value'],
      ...['assetCode', 'assetScale', 'incomingPayment', 'paymentPointer', 'receipt', 'walletAddress'],
    ]);
  });

  it('passes on exceptions of the page’s getters and conversions', () => {
    const thrown = new RangeError('mine');
    const fail = (): never => {
      throw thrown;
    };
    for (const init of [
      Object.defineProperty({ ...INIT }, 'amountSent', { get: fail }),
      { ...INIT, amountSent: { currency: 'EUR', value: { toString: fail } } },
      { ...INIT, walletAddress: { toString: fail } },
    ]) {
      expect(() => Reflect.construct(MonetizationEvent, ['x', init]) as unknown).to.throw(thrown);
    }
  });

  for (const [written, octet] of [
    [255, 255],
    [256, 0],
    [-1, 255],
    ['9', 9],
    [1.9, 1],
    ['nine', 0],
    [Infinity, 0],
  ] as const) {
    it(`converts ${typeof written} ${written} to the asset scale ${octet}`, () => {
      const event = Reflect.construct(MonetizationEvent, [
        'x',
        { ...INIT, assetScale: written },
      ]) as MonetizationEvent;
      expect(event.assetScale).to.equal(octet);
    });
  }

  it('rejects symbols, and a bigint instead of a number', () => {
    for (const wrong of [
      { assetScale: 5n },
      { receipt: Symbol('x') },
      { walletAddress: Symbol('x') },
      { amountSent: { currency: Symbol('x'), value: '1' } },
    ]) {
      expect(
        () => Reflect.construct(MonetizationEvent, ['x', { ...INIT, ...wrong }]) as unknown,
        Object.keys(wrong)[0],
      ).to.throw(TypeError);
    }
  });

  it('keeps deprecated members that a page passes', () => {
    const event = new MonetizationEvent('x', {
      ...INIT,
      ...{ amount: '7', assetCode: 'EUR', assetScale: 2, receipt: 'r' },
    });
    expect([event.amount, event.assetCode, event.assetScale, event.receipt]).to.eql(['7', 'EUR', 2, 'r']);
  });

  it('can be extended, and cannot be called without new', () => {
    class Tip extends MonetizationEvent {
      get cents(): number {
        return Number(this.amountSent.value) * 100;
      }
    }
    const tip = new Tip('monetization', INIT);
    expect([tip.cents, tip instanceof MonetizationEvent, tip.constructor]).to.eql([50, true, Tip]);
    expect(Object.getPrototypeOf(MonetizationEvent)).to.equal(Event);
    expect(() => Reflect.apply(MonetizationEvent as unknown as () => void, undefined, ['x', INIT])).to.throw(
      TypeError,
    );
  });

  it('has the property descriptors of a native interface', () => {
    const shape = (type: { prototype: object }, member: string): object[] =>
      [
        [type, 'prototype'],
        [type, 'name'],
        [type.prototype, 'constructor'],
        [type.prototype, Symbol.toStringTag],
        [type.prototype, member],
      ].map(([object, key]) => {
        const { writable, enumerable, configurable, get, set } = Object.getOwnPropertyDescriptor(
          object,
          key as string,
        ) as PropertyDescriptor;
        return { key, writable, enumerable, configurable, get: typeof get, set: typeof set };
      });
    const own = JSON.stringify(shape(MonetizationEvent, 'amountSent')).replace('amountSent', 'data');
    expect(own).to.equal(JSON.stringify(shape(MessageEvent, 'data')));
    const { get } = Object.getOwnPropertyDescriptor(MonetizationEvent.prototype, 'amountSent') ?? {};
    expect(get?.name).to.equal('get amountSent');
  });

  it('accepts the older name of walletAddress', () => {
    const event = new MonetizationEvent('x', {
      amountSent,
      incomingPayment,
      paymentPointer: 'https://w.example',
    });
    expect(event.walletAddress).to.equal('https://w.example');
  });

  it('shows the payment in JSON.stringify', () => {
    expect(JSON.parse(JSON.stringify(new MonetizationEvent('monetization', INIT)))).to.eql({
      ...INIT,
      paymentPointer: INIT.walletAddress,
    });
  });

  it('keeps the amount that it was created with', () => {
    const amount = { currency: 'EUR', value: '1' };
    const event = new MonetizationEvent('monetization', { ...INIT, amountSent: amount });
    amount.value = '2';
    expect(event.amountSent.value).to.equal('1');
    expect(event.amountSent).to.equal(event.amountSent);
  });
});

describe('the MonetizationCurrencyAmount interface', () => {
  it('cannot be constructed by a page', () => {
    expect(() => new MonetizationCurrencyAmount()).to.throw(TypeError, 'Illegal constructor');
    expect(MonetizationCurrencyAmount.length).to.equal(0);
  });

  it('has readonly accessors on the prototype', () => {
    const { amountSent } = new MonetizationEvent('monetization', INIT);
    expect(Object.keys(amountSent)).to.eql([]);
    expect(Object.keys(MonetizationCurrencyAmount.prototype)).to.eql(['currency', 'value']);
    expect(() => Object.assign(amountSent, { value: '9' })).to.throw(TypeError);
    expect(String(amountSent)).to.equal('[object MonetizationCurrencyAmount]');
    expect(() => MonetizationCurrencyAmount.prototype.value).to.throw(TypeError, 'Illegal invocation');
  });
});
