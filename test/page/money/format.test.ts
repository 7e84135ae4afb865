import { expect } from '@open-wc/testing';
import { format } from '../../../src/page/money/money.js';

describe('format', () => {
  const cases: [currency: string, value: string, lang: string, expected: string][] = [
    ['USD', '0.60', 'en', '$0.60'],
    ['USD', '0.0042', 'en', '$0.0042'],
    ['USD', '1.5000', 'en', '$1.5000'],
    ['USD', '1234.5', 'en', '$1,234.5'],
    ['JPY', '500', 'en', '¥500'],
    ['EUR', '1234.50', 'de', '1.234,50\u00a0€'],
    ['USD', '123456789.012345678', 'en', '$123,456,789.012345678'],
    ['USD', '9223372036854775807', 'en', '$9,223,372,036,854,775,807'],
    ['USDC', '3.10', 'en', '3.10 USDC'],
    ['USD', `0.${'0'.repeat(254)}1`, 'en', `0.${'0'.repeat(254)}1 USD`],
  ];
  for (const [currency, value, lang, expected] of cases) {
    it(`formats ${value.slice(0, 24)} ${currency} in ${lang} as ${expected.slice(0, 32)}`, () => {
      expect(format({ currency, value }, lang)).to.equal(expected);
    });
  }
});
