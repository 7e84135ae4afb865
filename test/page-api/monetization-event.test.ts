import { expect } from '@open-wc/testing';
import { MonetizationCurrencyAmount } from '../../src/page-api/monetization-currency-amount.js';
import { MonetizationEvent } from '../../src/page-api/monetization-event.js';
import type { MonetizationEventInit } from '../../src/page-api/monetization-event-init.js';

const INIT: MonetizationEventInit = {
  amountSent: { currency: 'EUR', value: '0.50' },
  incomingPayment: 'https://wallet.example/incoming/1',
  walletAddress: 'https://wallet.example/alice',
};

describe('MonetizationEvent interface', () => {
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

  it('has enumerable, readonly accessors on the prototype and nothing on the event', () => {
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

  it('honours EventInit, and does not bubble by itself', () => {
    const flags = ({ bubbles, cancelable, composed }: Event): boolean[] => [bubbles, cancelable, composed];
    expect(flags(new MonetizationEvent('x', INIT))).to.eql([false, false, false]);
    const all = { ...INIT, bubbles: true, cancelable: true, composed: true };
    expect(flags(new MonetizationEvent('x', all))).to.eql([true, true, true]);
  });

  const { amountSent, walletAddress, incomingPayment } = INIT;
  for (const [what, args, message] of [
    ['no arguments', [], '2 arguments required, but only 0 present.'],
    ['one argument', ['monetization'], '2 arguments required, but only 1 present.'],
    ['an init that is a number', ['x', 5], "The provided value is not of type 'MonetizationEventInit'."],
    [
      'an empty init',
      ['x', {}],
      "Failed to read the 'amountSent' property from 'MonetizationEventInit': Required",
    ],
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
      "'currency' property from 'PaymentCurrencyAmount'",
    ],
    [
      'an amount that is a string',
      ['x', { ...INIT, amountSent: '1' }],
      "not of type 'PaymentCurrencyAmount'",
    ],
  ] as const) {
    it(`refuses ${what} with a TypeError in the platform's words`, () => {
      const construct = (): unknown => Reflect.construct(MonetizationEvent, args);
      expect(construct).to.throw(TypeError, "Failed to construct 'MonetizationEvent': ");
      expect(construct).to.throw(message);
    });
  }

  it('converts members as Web IDL does', () => {
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

  it('takes the older name of walletAddress', () => {
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

describe('MonetizationCurrencyAmount interface', () => {
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
