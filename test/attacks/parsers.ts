import { parsePolicyDirective } from '../../src/agent/policy/allow-attribute.js';
import { parseSerializedCspList } from '../../src/agent/policy/content-security-policy.js';
import { doesUrlMatchExpression } from '../../src/agent/policy/match-source-expression.js';
import { parsePermissionsPolicy } from '../../src/agent/policy/permissions-policy-header.js';
import { splitOnAsciiWhitespace } from '../../src/agent/policy/split-on-ascii-whitespace.js';
import { resolvePaymentPointer } from '../../src/agent/legacy/payment-pointer.js';
import { returnPath } from '../../src/connect-page/return-path.js';
import { sum } from '../../src/money/money.js';
import { convertDecimalToScaledAmount, parseScaledAmount } from '../../src/protocol/amount.js';
import { findInScripts, inlineScriptsOf, tagsOf } from '../../src/check/source.js';
import { readAddress, withoutPassword } from '../../src/check/page-address.js';
import { parseRepeatingInterval } from '../../src/protocol/repeating-interval.js';
import { parseForm } from '../../src/provider/account/check-form.js';
import { isSiteOrigin } from '../../src/provider/checks/check-origin.js';
import { egressOptions } from '../../src/provider/egress/egress-options.js';
import { parseWalletUrl } from '../../src/provider/egress/parse-wallet-url.js';
import { parseJson } from '../../src/provider/limits/parse-json.js';
import { restAskedFor } from '../../src/provider/egress/retry-after.js';
import { withoutQueries } from '../../src/provider/logging/describe-error.js';
import { loadValidators } from '../../src/provider/open-payments/validators.js';
import { displayName } from '../../src/provider/pages/display-name.js';
import { parseDuration } from '../../src/relay/simulated/parse-duration.js';
import { isLoopbackHost } from '../../src/sandbox-wallet/http/check-host.js';
import type { WalletRequest } from '../../src/sandbox-wallet/http/exchange.js';
import { loadOpenApiValidators } from '../../src/sandbox-wallet/http/open-api.js';
import { parseJsonBody } from '../../src/sandbox-wallet/http/parse-json-body.js';
import { isContentDigestOf } from '../../src/sandbox-wallet/signatures/content-digest.js';
import { parseSignatureInput } from '../../src/sandbox-wallet/signatures/signature-input.js';
import { addsUpTo } from '../../src/testing/sum.js';
import { cleanText } from '../../src/wm-status/clean-text.js';
import { readableUrl } from '../../src/wm-status/readable-url.js';
import { parsePaymentUrl } from '../../src/verify-payment/parse-payment-url.js';

const answers = await loadValidators();
const requests = await loadOpenApiValidators();
const quoteRequest = requests('resource', { method: 'POST', path: '/quotes' });

/** Everything that reads text which a stranger has written, on the server, in the page, in the wallet and in `wm check`. */
export const PARSERS: Record<string, (text: string) => unknown> = {
  'the body of a relay call': (text) => parseJson(Buffer.from(text)),
  'a form of the account page': parseForm,
  'an Origin header': isSiteOrigin,
  'a wallet address at the provider': (text) => parseWalletUrl(text, egressOptions(false)),
  'a payment that a wallet has made': (text) =>
    answers.createdOutgoingPayment({ status: 201, body: outgoingPayment(text) }),
  'a Retry-After header': (text) => restAskedFor({ status: 429, headers: { 'retry-after': text } }),
  'a name that a wallet shows': displayName,
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
  'a URL shown by <wm-status>': readableUrl,
  'an amount that a test expects': (text) => addsUpTo([], text, 'USD'),
  'the body of a wallet call': (text) => parseJsonBody(Buffer.from(text)),
  'the receiver of a quote': (text) => quoteRequest.checkRequest(quoteOf(text)),
  'a Host header': isLoopbackHost,
  'a Content-Digest header': (text) => isContentDigestOf(text, Buffer.alloc(0)),
  'a Signature-Input header': (text) =>
    parseSignatureInput({ headers: { 'signature-input': text, signature: 'sig1=:AAAA:' } }),
  'an incomingPayment to verify': (text) => parsePaymentUrl(text, 'https://wallet.example'),
  'the tags of a page': tagsOf,
  'the scripts of a page': (text) => inlineScriptsOf(text, 'https://site.example/'),
  'a page to check': readAddress,
  'a page that is named without its password': withoutPassword,
  'a script to look through': (text) => findInScripts([{ file: '/a.js', firstLine: 1, text }], /x$/),
};

function outgoingPayment(receiver: string): object {
  const amount = { value: '1', assetCode: 'USD', assetScale: 2 };
  return {
    id: 'https://wallet.example/outgoing-payments/1',
    walletAddress: 'https://wallet.example/alice',
    receiver,
    ...{ debitAmount: amount, receiveAmount: amount, sentAmount: amount },
    ...{ grantSpentDebitAmount: amount, grantSpentReceiveAmount: amount },
    ...{ createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z' },
  };
}

function quoteOf(receiver: string): WalletRequest {
  return {
    ...{ method: 'POST', targetUri: 'https://wallet.example/quotes', params: {}, query: {} },
    headers: {
      ...{ 'content-type': 'application/json', 'content-digest': 'd', 'content-length': '1' },
      ...{ signature: 's', 'signature-input': 'i', authorization: 'GNAP t' },
    },
    rawBody: Buffer.alloc(0),
    body: { walletAddress: 'https://wallet.example/alice', receiver, method: 'ilp' },
  };
}
