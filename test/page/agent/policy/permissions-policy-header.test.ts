import { expect } from '@open-wc/testing';
import { matches } from '../../../../src/page/agent/policy/allowlist.js';
import { parsePermissionsPolicy } from '../../../../src/page/agent/policy/permissions-policy-header.js';
import { LONG_INVALID_HEADERS } from './long-invalid-headers.js';

const SELF = 'https://page.example';
const CHILD = 'https://child.example';

/**
 * A header, and whether the page itself and another origin may use monetization; null: the header has no
 * directive.
 */
const CASES: [string, [boolean, boolean] | null][] = [
  ['', null],
  ['camera=()', null],
  ['x-monetization=()', null],
  ['monetization=()', [false, false]],
  ['monetization=( )', [false, false]],
  ['monetization=*', [true, true]],
  ['monetization=self', [true, false]],
  ['monetization=(self)', [true, false]],
  ['monetization=("https://child.example")', [false, true]],
  ['monetization="https://child.example"', [false, true]],
  ['monetization=(self "https://child.example")', [true, true]],
  ['monetization=(  self   "https://*.example"  )', [true, true]],
  ['monetization=(self "https://child.example:8443")', [true, false]],
  ['monetization=(*)', [true, true]],
  ['monetization=(self *)', [true, true]],
  ['camera=*, monetization=(), geolocation=(self)', [false, false]],
  ['camera=("https://a.example/,monetization=*"),monetization=()', [false, false]],
  ['camera=*;monetization=*', null],
  ['monetization=(self);report-to="endpoint"', [true, false]],
  ['monetization=(self;x=* "https://child.example";y);z=*', [true, true]],
  ['monetization=(self;x=*)', [true, false]],
  ['monetization=(self 5 ?1 :YQ==: none)', [true, false]],
  ['monetization=*, monetization=()', [false, false]],
  ['monetization=() , monetization=*', [true, true]],
  ['monetization=(), monetization=5', null],
  ['monetization', null],
  ['monetization=?1', null],
  ['monetization=none', null],
  ['monetization=*none', null],
  ['monetization=(),', null],
  ['monetization=(self', null],
  ["monetization 'none'", null],
  ['monetization=(); camera', [false, false]],
  ["geolocation 'self'; monetization=()", null],
  ['Monetization=()', null],
];

describe('the Permissions-Policy header', () => {
  for (const [header, expected] of CASES) {
    it(`${JSON.stringify(header)} means ${JSON.stringify(expected)} for the page and another origin`, () => {
      const allowlist = parsePermissionsPolicy(header, SELF);
      expect(allowlist && [matches(allowlist, SELF), matches(allowlist, CHILD)]).to.eql(expected);
    });
  }

  // `npm run bench limits` measures the time.
  it('is not applied if it is long and invalid', () => {
    for (const header of LONG_INVALID_HEADERS)
      expect(parsePermissionsPolicy(header, SELF), header.slice(0, 20)).to.equal(null);
  });
});
