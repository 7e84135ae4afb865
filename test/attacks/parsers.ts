import { parsePolicyDirective } from '../../src/agent/policy/allow-attribute.js';
import { parseSerializedCspList } from '../../src/agent/policy/content-security-policy.js';
import { doesUrlMatchExpression } from '../../src/agent/policy/match-source-expression.js';
import { parsePermissionsPolicy } from '../../src/agent/policy/permissions-policy-header.js';
import { splitOnAsciiWhitespace } from '../../src/agent/policy/split-on-ascii-whitespace.js';
import { resolvePaymentPointer } from '../../src/agent/legacy/payment-pointer.js';
import { returnPath } from '../../src/connect-page/return-path.js';
import { sum } from '../../src/money/money.js';
import { convertDecimalToScaledAmount, parseScaledAmount } from '../../src/protocol/amount.js';
import { parseRepeatingInterval } from '../../src/protocol/repeating-interval.js';
import { parseForm } from '../../src/provider/account/check-form.js';
import { isSiteOrigin } from '../../src/provider/checks/check-origin.js';
import { egressOptions } from '../../src/provider/egress/egress-options.js';
import { parseWalletUrl } from '../../src/provider/egress/parse-wallet-url.js';
import { parseJson } from '../../src/provider/limits/parse-json.js';
import { withoutQueries } from '../../src/provider/logging/describe-error.js';
import { parseDuration } from '../../src/relay/simulated/parse-duration.js';
import { isLoopbackHost } from '../../src/sandbox-wallet/http/check-host.js';
import { parseJsonBody } from '../../src/sandbox-wallet/http/parse-json-body.js';
import { isContentDigestOf } from '../../src/sandbox-wallet/signatures/content-digest.js';
import { parseSignatureInput } from '../../src/sandbox-wallet/signatures/signature-input.js';
import { inlineScriptsOf, tagsOf } from '../../src/check/source.js';
import { cleanText } from '../../src/wm-status/clean-text.js';
import { parsePaymentUrl } from '../../src/verify-payment/parse-payment-url.js';

/** Everything that reads text which a stranger has written, on the server, in the page, in the wallet and in `wm check`. */
export const PARSERS: Record<string, (text: string) => unknown> = {
  'the body of a relay call': (text) => parseJson(Buffer.from(text)),
  'a form of the account page': parseForm,
  'an Origin header': isSiteOrigin,
  'a wallet address at the provider': (text) => parseWalletUrl(text, egressOptions(false)),
  'a log line of an error': withoutQueries,
  'a scaled amount': parseScaledAmount,
  'a decimal amount': (text) => convertDecimalToScaledAmount(text, 255),
  'an interval of a grant': parseRepeatingInterval,
  'a Permissions-Policy header': (text) => parsePermissionsPolicy(text, 'https://site.example'),
  'an allow attribute': (text) => parsePolicyDirective(text, 'https://site.example', 'https://frame.example'),
  'a Content-Security-Policy header': parseSerializedCspList,
  'a source expression': (text) =>
    doesUrlMatchExpression(new URL('https://wallet.example/alice'), text, 'https://site.example'),
  'a set of tokens': splitOnAsciiWhitespace,
  'a payment pointer': resolvePaymentPointer,
  'the way back from the connect page': returnPath,
  'an amount of an event': (text) => sum([{ amountSent: { currency: 'USD', value: text } }] as never),
  'a duration of a simulation': parseDuration,
  'text shown by <wm-status>': cleanText,
  'the body of a wallet call': (text) => parseJsonBody(Buffer.from(text)),
  'a Host header': isLoopbackHost,
  'a Content-Digest header': (text) => isContentDigestOf(text, Buffer.alloc(0)),
  'a Signature-Input header': (text) => parseSignatureInput({ headers: { 'signature-input': text } }),
  'an incomingPayment to verify': (text) => parsePaymentUrl(text, 'https://wallet.example'),
  'the tags of a page': tagsOf,
  'the scripts of a page': (text) => inlineScriptsOf(text, 'https://site.example/'),
};

/** Texts of any length that make a careless parser look at each byte again and again. */
export const FAMILIES: Record<string, (length: number) => string> = {
  ...Object.fromEntries(
    [
      '"',
      '[',
      '{',
      '(',
      '<',
      '/',
      '\\',
      ' ',
      '\t',
      ',',
      ';',
      '=',
      ':',
      '0',
      '1',
      'a',
      '%',
      '*',
      '-',
      '.',
      'é',
    ].map((pump) => [`${pump} again and again`, (length) => pump.repeat(length)]),
  ),
  'escaped quotes': (length) => `"${repeat('\\"', length)}`,
  'backslashes in a string': (length) => `"${repeat('\\\\', length)}"`,
  'objects in objects': (length) => repeat('{"a":', length),
  members: (length) => `{${Array.from({ length: length / 10 }, (_, index) => `"${index}":1`).join()}}`,
  'empty strings': (length) => `[${repeat('"",', length)}""]`,
  'names with parameters': (length) => repeat('a;a=1', length),
  'names with values': (length) => `sig1=(${repeat('"a" ', length)}`,
  'inner lists': (length) => `monetization=(${repeat('self ', length)}`,
  'strings in a list': (length) => `monetization=(${repeat('"a\\"', length)}`,
  'start tags that do not end': (length) => repeat('<a ', length),
  'a long tag name': (length) => `<${repeat('a', length)}`,
  'scripts that do not end': (length) => repeat('<script>', length),
  'comments that do not end': (length) => repeat('<!--', length),
  attributes: (length) => `<a ${repeat('a = ', length)}`,
  'path segments': (length) => repeat('/a', length),
  'zeros behind a point': (length) => `1.${repeat('0', length)}1`,
  'labels of a host': (length) => `http://${repeat('a.', length)}`,
  'a URL in a sentence': (length) => repeat('http://', length),
  'line breaks': (length) => `a${repeat('\n', length)}b`,
};

/** How much longer `parse` takes, on average, for each of two doublings of the length of `make`'s texts: from n to 2n to 4n bytes. */
export function growth(parse: (text: string) => unknown, make: (length: number) => string): number {
  for (let length = SHORTEST; length <= LONGEST; length *= 2) {
    const time = measure(parse, make(4 * length));
    // Below that it is cheap, and what is measured is the garbage collector. What is super-linear gets above it.
    if (time > MEASURABLE_MS) return Math.sqrt(time / measure(parse, make(length)));
  }
  return 0;
}

const SHORTEST = 4 * 1024;
const LONGEST = 16 * 1024;
const MEASURABLE_MS = 25;

/** The quickest of some runs, in milliseconds. Each has a text of its own, because V8 remembers how it has split one. */
function measure(parse: (text: string) => unknown, text: string): number {
  let best = Infinity;
  for (let run = 0; run < 4; run += 1) {
    const own = text + '!'.repeat(run);
    const begin = performance.now();
    try {
      parse(own);
    } catch {
      // A refusal costs, too.
    }
    best = Math.min(best, performance.now() - begin);
  }
  return best;
}

function repeat(pump: string, length: number): string {
  return pump.repeat(Math.ceil(length / pump.length));
}
