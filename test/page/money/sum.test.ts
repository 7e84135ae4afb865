import { expect } from '@open-wc/testing';
import { MonetizationEvent } from '../../../src/page/api/monetization-event.js';
import { sum } from '../../../src/page/money/money.js';

describe('sum', () => {
  it('adds up amounts that would lose precision as numbers', () => {
    const events = ['0.1', '0.2'].map((value) => eventOf({ currency: 'EUR', value }));
    expect(sum(events)).to.deep.equal([{ currency: 'EUR', value: '0.3' }]);
  });

  it('keeps currencies separate, in the order of their appearance', () => {
    const amounts = [
      { currency: 'USD', value: '0.05' },
      { currency: 'JPY', value: '3' },
      { currency: 'USD', value: '0.000000001' },
    ];
    expect(sum(amounts)).to.deep.equal([
      { currency: 'USD', value: '0.050000001' },
      { currency: 'JPY', value: '3' },
    ]);
  });

  it('continues from totals without losing digits of large ones', () => {
    let totals = sum([{ currency: 'USD', value: '9007199254740993.00' }]);
    for (let count = 0; count < 3; count++) {
      totals = sum([...totals, eventOf({ currency: 'USD', value: '0.01' })]);
    }
    expect(totals).to.deep.equal([{ currency: 'USD', value: '9007199254740993.03' }]);
  });

  it('of nothing is an empty list', () => {
    expect(sum([])).to.deep.equal([]);
  });

  for (const wrong of [
    { value: '1' },
    { currency: 'EUR', value: 1 },
    { currency: 'EUR', value: '1e3' },
    null,
  ]) {
    it(`names the expected value for ${JSON.stringify(wrong)}`, () => {
      expect(() => sum([wrong as never])).to.throw(TypeError, /"payments" must contain monetization events/);
    });
  }
});

function eventOf(amountSent: { currency: string; value: string }): MonetizationEvent {
  return new MonetizationEvent('monetization', {
    amountSent,
    incomingPayment: null,
    walletAddress: 'https://wallet.example/alice',
  });
}
