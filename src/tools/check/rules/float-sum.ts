import { type CheckRule, SPECIFICATION_URL } from './rule.js';
import { findInScripts } from '../source/page-source.js';

const EVENT_VALUE = String.raw`[\w$.?[\]]*\bamountSent\??\.value\b`;
/** `const { value } = event.amountSent`: then the variable's name is enough. */
const DESTRUCTURED_VALUE = /\{[^{}]*\bvalue\b[^{}]*\}\s*=\s*[\w$.?]*\bamountSent\b/;

/**
 * Amounts are decimal strings. Floating point numbers cannot add them exactly: 0.1 + 0.2 is
 * 0.30000000000000004.
 */
export const floatSum: CheckRule = {
  id: 'float-sum',
  fix: "Add them exactly, with sum() of wm-polyfill/money or with BigInts of the currency's smallest unit.",
  spec: `${SPECIFICATION_URL}#monetizationcurrencyamount-interface`,
  check: ({ scripts }) =>
    scripts.flatMap((script) => {
      const value = DESTRUCTURED_VALUE.test(script.text)
        ? String.raw`(?:${EVENT_VALUE}|\bvalue\b)`
        : EVENT_VALUE;
      return findInScripts([script], addition(value)).map(({ text, ...location }) => ({
        ...location,
        message: `"${text.trim()}" adds amounts as floating point numbers.`,
      }));
    }),
};

/**
 * Matches a conversion of the value to a number, next to a plus. A plus without a conversion concatenates
 * strings and is not an addition.
 */
function addition(value: string): RegExp {
  const call = String.raw`(?:Number|parseFloat)\s*\(\s*${value}`;
  return new RegExp(String.raw`(?:\+=|[\w$)\]]\s*\+)\s*(?:${call}|\+\s*${value})|${call}\s*\)\s*\+`);
}
