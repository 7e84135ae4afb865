import { expect } from '@open-wc/testing';
import {
  monetizationSrcPreRequestCheck,
  parseSerializedCspList,
} from '../../../../src/page/agent/policy/content-security-policy.js';

const ALICE = 'https://wallet.example/alice';

/** Policies, and the directive that blocks Alice's wallet address. */
const CASES: [string, string | null][] = [
  ['', null],
  [' ; , ;', null],
  ["script-src 'none'", null],
  ["connect-src 'none'", null],
  ["monetization-src 'none'", "monetization-src 'none'"],
  ["monetization-src 'NONE'", "monetization-src 'NONE'"],
  ['monetization-src', 'monetization-src'],
  ['monetization-src https://wallet.example', null],
  ["monetization-src 'none' https://wallet.example", null],
  ['monetization-src https://other.example', 'monetization-src https://other.example'],
  ['\t MONETIZATION-Src\n https://other.example\f', 'monetization-src https://other.example'],
  ["default-src 'self'", "default-src 'self'"],
  ['default-src https:', null],
  ["default-src 'none'; monetization-src *", null],
  ["monetization-src 'none'; default-src *", "monetization-src 'none'"],
  ["monetization-src *; monetization-src 'none'", null],
  ["monetization-src *, monetization-src 'none'", "monetization-src 'none'"],
  ["default-src 'none', monetization-src *", "default-src 'none'"],
  ['monetization-src *, default-src https://wallet.example', null],
  ["monetization-src 'none' é", null],
];

describe('content security policies', () => {
  for (const [serialized, directive] of CASES) {
    it(`${JSON.stringify(serialized)} ${directive ? `blocks by ${directive}` : 'permits'}`, () => {
      const violation = monetizationSrcPreRequestCheck(
        parseSerializedCspList(serialized),
        new URL(ALICE),
        'https://page.example',
      );
      expect(violation).to.equal(directive);
    });
  }
});
