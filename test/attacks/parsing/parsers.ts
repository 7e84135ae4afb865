import { parsePolicyDirective } from '../../../src/page/agent/policy/allow-attribute.js';
import { parseSerializedCspList } from '../../../src/page/agent/policy/content-security-policy.js';
import { doesUrlMatchExpression } from '../../../src/page/agent/policy/does-url-match-expression.js';
import { parsePermissionsPolicy } from '../../../src/page/agent/policy/permissions-policy-header.js';
import { splitOnAsciiWhitespace } from '../../../src/page/agent/policy/split-on-ascii-whitespace.js';
import { resolvePaymentPointer } from '../../../src/page/agent/legacy/resolve-payment-pointer.js';
import { sanitizeReturnPath } from '../../../src/provider/connect/browser/return-path.js';
import { sum } from '../../../src/page/money/money.js';
import { convertDecimalToScaledAmount, parseScaledAmount } from '../../../src/protocol/amount.js';
import { findInScripts, findInlineScripts, parseTags } from '../../../src/tools/check/source/page-source.js';
import { parsePageAddress, removePassword } from '../../../src/tools/check/targets/page-address.js';
import { isLoopbackHostHeader } from '../../../src/protocol/loopback.js';
import { parseRepeatingInterval } from '../../../src/protocol/intervals/repeating-interval.js';
import { parseFormBody } from '../../../src/provider/account/html/account-form.js';
import { isSiteOrigin } from '../../../src/provider/authentication/check-origin.js';
import { createEgressOptions } from '../../../src/provider/egress/egress-options.js';
import { parseWalletUrl } from '../../../src/provider/egress/parse-wallet-url.js';
import { parseStrictJson } from '../../../src/provider/limits/parse-strict-json.js';
import { parseRetryAfter } from '../../../src/provider/egress/parse-retry-after.js';
import { redactQueries } from '../../../src/provider/operations/serialize-error.js';
import { createResponseValidators } from '../../../src/provider/open-payments/response-validators.js';
import { toDisplayName } from '../../../src/server/display-name.js';
import { parseDuration } from '../../../src/page/simulation/scenario/parse-duration.js';
import type { WalletRequest } from '../../../src/sandbox-wallet/http/wallet-request.js';
import { createOperationValidator } from '../../../src/sandbox-wallet/http/operation-validator.js';
import { parseJsonBody } from '../../../src/sandbox-wallet/http/parse-json-body.js';
import { isContentDigestOf } from '../../../src/sandbox-wallet/signatures/content-digest.js';
import { parseSignatureInput } from '../../../src/sandbox-wallet/signatures/signature-input.js';
import { addsUpTo } from '../../../src/testing/sum-payments.js';
import { sanitizeText } from '../../../src/page/elements/sanitize-text.js';
import { formatUrl } from '../../../src/page/elements/format-url.js';
import { parsePaymentUrl } from '../../../src/verify-payment/parse-payment-url.js';

const responseValidators = createResponseValidators();
const quoteRequest = createOperationValidator('resource', { method: 'POST', path: '/quotes' });

/** Every parser of untrusted text: on the server, in the page, in the wallet and in `wm check`. */
export const PARSERS: Record<string, (text: string) => unknown> = {
  'the body of a relay call': (text) => parseStrictJson(Buffer.from(text)),
  'a form of the account page': parseFormBody,
  'an Origin header': isSiteOrigin,
  'a wallet address at the provider': (text) => parseWalletUrl(text, createEgressOptions(false)),
  'a payment that a wallet has made': (text) =>
    responseValidators.createdOutgoingPayment({ status: 201, body: outgoingPayment(text) }),
  'a Retry-After header': (text) => parseRetryAfter({ status: 429, headers: { 'retry-after': text } }),
  'a name that a wallet shows': toDisplayName,
  'a log line of an error': redactQueries,
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
  'the way back from the connect page': sanitizeReturnPath,
  'an amount of an event': (text) => sum([{ amountSent: { currency: 'USD', value: text } }] as never),
  'a duration of a simulation': parseDuration,
  'text shown by <wm-status>': sanitizeText,
  'a URL shown by <wm-status>': formatUrl,
  'an amount that a test expects': (text) => addsUpTo([], text, 'USD'),
  'the body of a wallet call': (text) => parseJsonBody(Buffer.from(text)),
  'the receiver of a quote': (text) => quoteRequest.checkRequest(quoteOf(text)),
  'a Host header': isLoopbackHostHeader,
  'a Content-Digest header': (text) => isContentDigestOf(text, Buffer.alloc(0)),
  'a Signature-Input header': (text) =>
    parseSignatureInput({ headers: { 'signature-input': text, signature: 'sig1=:AAAA:' } }),
  'an incomingPayment to verify': (text) => parsePaymentUrl(text, 'https://wallet.example'),
  'the tags of a page': parseTags,
  'the scripts of a page': (text) => findInlineScripts(text, 'https://site.example/'),
  'a page to check': parsePageAddress,
  'a page that is named without its password': removePassword,
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
