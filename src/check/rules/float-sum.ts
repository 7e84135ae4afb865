import { type Rule, SPECIFICATION } from '../rule.js';
import { findInScripts } from '../source.js';

const OF_EVENT = String.raw`[\w$.?[\]]*\bamountSent\??\.value\b`;
/** `const { value } = event.amountSent`: then it may go by this name alone. */
const DESTRUCTURED = /\{[^{}]*\bvalue\b[^{}]*\}\s*=\s*[\w$.?]*\bamountSent\b/;

/** Amounts are decimal strings, and doubles cannot add them: 0.1 + 0.2 is 0.30000000000000004. */
export const floatSum: Rule = {
  id: 'float-sum',
  fix: "Add them exactly: sum() of wm-polyfill/money, or BigInts of the currency's smallest unit.",
  spec: `${SPECIFICATION}#monetizationcurrencyamount-interface`,
  find: ({ scripts }) =>
    scripts.flatMap((script) => {
      const value = DESTRUCTURED.test(script.text) ? String.raw`(?:${OF_EVENT}|\bvalue\b)` : OF_EVENT;
      return findInScripts([script], addition(value)).map(({ text, ...place }) => ({
        ...place,
        message: `"${text.trim()}" adds amounts as floating point numbers.`,
      }));
    }),
};

/** A number made of the value, with a plus before or behind it. A plus without a number joins strings, as it should. */
function addition(value: string): RegExp {
  const call = String.raw`(?:Number|parseFloat)\s*\(\s*${value}`;
  return new RegExp(String.raw`(?:\+=|[\w$)\]]\s*\+)\s*(?:${call}|\+\s*${value})|${call}\s*\)\s*\+`);
}
