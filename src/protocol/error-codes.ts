/**
 * Everything that can go wrong between a page and the money, by stable code. `status` is the HTTP status of the provider's answer
 * (absent: the page found out by itself), `title` what happened, `fix` what to do about it.
 */
// prettier-ignore
export const ERROR_CODES = {
  // The page's own findings
  'provider-missing': {
    title: 'No provider is named, so nothing was applied.',
    fix: 'Add data-provider="https://your-provider" to the script tag.',
  },
  'provider-invalid': {
    title: 'The provider named by the script tag is not an http(s) origin.',
    fix: 'Write an absolute URL such as data-provider="https://provider.example".',
  },
  'simulation-refused': {
    title: 'A simulation runs on local hosts only, and this is none.',
    fix: 'Name a provider, or allow it here: data-simulate-on="staging.example.com" with the host of this page.',
  },
  'provider-unreachable': {
    title: 'The provider did not answer.',
    fix: 'Check that it runs, its URL, and that the page may connect to it (CSP connect-src).',
  },
  'provider-answer-invalid': {
    title: 'The provider’s answer is not the relay protocol.',
    fix: 'Check that data-provider names a wm-polyfill provider.',
  },
  'agent-failed': {
    title: 'The script of this page that pays has failed.',
    fix: 'See whether the page replaces something of the browser’s.',
  },
  'insecure-context': { title: 'Web Monetization needs a secure context.', fix: 'Serve the page over https, or from localhost.' },
  'not-connected': { title: 'No wallet is connected for this site.', fix: 'Connect a wallet at the provider.' },
  'window-blocked': {
    title: 'No window could be opened to connect a wallet.',
    fix: 'Connect with a click, on a page that is in no frame.',
  },
  'form-action': {
    title: 'The content security policy of this page does not let the visitor go on to the connect page.',
    fix: 'Add the provider to form-action, or send Cross-Origin-Opener-Policy: same-origin-allow-popups.',
  },
  'monetization-not-allowed': {
    title: 'This frame is not allowed to use monetization.',
    fix: 'Write allow="monetization" on its <iframe>, and run this script in the page around it, too.',
  },
  'monetization-src': {
    title: 'The content security policy of this page does not let this wallet address be paid.',
    fix: 'Add its origin to monetization-src, or to default-src when there is no monetization-src.',
  },
  'policy-unavailable': { title: 'The policies of this page could not be read.', fix: 'Put wm-policy.js beside wm.js.' },
  // The client's mistakes
  'request-invalid': { status: 400, title: 'The request is malformed.', fix: 'See "detail" for the member that is wrong.' },
  'not-found': {
    status: 404, title: 'There is nothing at this URL.',
    fix: 'Check the path, or create the connection or session again.',
  },
  'origin-invalid': {
    status: 403, title: 'The request carries no usable Origin.',
    fix: 'Call the relay from a page on an http(s) origin.',
  },
  'host-invalid': {
    status: 421, title: 'The request names another host.',
    fix: 'Call the sandbox by its own address or by a name of this machine, such as localhost.',
  },
  'site-not-allowed': {
    status: 403, title: 'The provider does not serve this site.',
    fix: 'Ask its operator to add the origin of the page to WM_SITES, or name another provider.',
  },
  'form-invalid': {
    status: 403, title: 'This form was not shown to you here, or has been used already.',
    fix: 'Go back to the page and load it anew.',
  },
  'site-not-proven': {
    status: 403, title: 'Your browser does not say that a page of this site has led you here.',
    fix: 'Connect from a page of the site, without anything between that changes what the browser sends (Origin).',
  },
  'consent-refused': {
    status: 403, title: 'You said no to this site less than a day ago.',
    fix: 'On your account page at the provider you can let it ask again.',
  },
  'proof-missing': { status: 401, title: 'The DPoP proof is missing.', fix: 'Send one DPoP header (RFC 9449).' },
  'proof-invalid': { status: 401, title: 'The DPoP proof does not verify.', fix: 'Sign method, URL and a fresh jti with ES256.' },
  'nonce-required': {
    status: 401, title: 'The DPoP proof lacks a current nonce of this provider.',
    fix: 'Repeat the request with the nonce of the DPoP-Nonce header.',
  },
  'payload-too-large': { status: 413, title: 'The request body is too large.', fix: 'Send at most 16 KiB.' },
  'url-too-long': { status: 414, title: 'The URL is too long.', fix: 'Send at most 2,048 characters.' },
  'headers-too-large': {
    status: 431, title: 'There are too many headers, or they are too large.',
    fix: 'Send at most 64 headers and 8 KiB of them.',
  },
  'request-timeout': {
    status: 408, title: 'The request took too long to arrive.',
    fix: 'Send the headers within 10 and the body within 15 seconds.',
  },
  'request-in-flight': {
    status: 409, title: 'The request with this Idempotency-Key is still being worked on.',
    fix: 'Wait as long as Retry-After says, then repeat it.',
  },
  'idempotency-key-reused': {
    status: 422, title: 'This Idempotency-Key came with another body before.',
    fix: 'Use a new key for every new request.',
  },
  'rate-limited': { status: 429, title: 'Too many requests.', fix: 'Wait as long as Retry-After says.' },
  'session-limit': {
    status: 409, title: 'The connection has as many open sessions as it may have.',
    fix: 'Remove monetization links, or wait until old sessions expire.',
  },
  // The receiver's wallet
  'wallet-address-invalid': {
    status: 422, title: 'This is not the URL of a wallet address.',
    fix: 'Use an absolute https URL without credentials, query or fragment.',
  },
  'wallet-address-not-found': {
    status: 422, title: 'The wallet does not know this wallet address.',
    fix: 'Check the spelling of the href.',
  },
  'wallet-answer-invalid': {
    status: 422, title: 'The wallet answered something that is not Open Payments.',
    fix: 'Check that the URL is a wallet address and not a web page.',
  },
  'wallet-unreachable': {
    status: 502, title: 'The wallet did not answer.',
    fix: 'Try again later; the agent does so by itself.',
  },
  'receiver-refused': {
    status: 502, title: "The receiver's wallet refused the incoming payment.",
    fix: 'Check that the wallet address may receive payments.',
  },
  'session-expired': {
    status: 409, title: 'The incoming payment of this session has ended.',
    fix: 'Create the session again.',
  },
  'receiver-invalid': {
    status: 422, title: "The visitor's wallet cannot pay this receiver.",
    fix: 'Both wallets must be on the same network: a test wallet cannot pay a live one.',
  },
  'least-amount-too-large': {
    status: 422, title: 'At the visitor’s rate, the least amount that this receiver can be paid takes more than a day to accrue.',
    fix: 'Use a wallet address whose asset has a smaller unit, or raise the rate at the provider.',
  },
  // The visitor's wallet and consent
  'connection-not-active': {
    status: 409, title: 'The connection is not active.',
    fix: 'See its state: connect, resume or reconnect the wallet at the provider.',
  },
  'budget-spent': {
    status: 403, title: "The interval's budget for this site is used up, or the visitor's wallet has no money.",
    fix: 'Wait for the renewal, raise the budget at the provider, or top the wallet up.',
  },
  'payer-unreachable': {
    status: 502, title: "The visitor's wallet did not answer.",
    fix: 'Nothing: the agent tries again later, and finds out what became of a payment under way.',
  },
  'no-open-page': {
    status: 409, title: 'No page of this site is open that could be paid.',
    fix: 'Open the page, wait until its monetization links have loaded, and try again.',
  },
  'payer-answer-invalid': {
    status: 502, title: "The visitor's wallet answered something that it was not asked for.",
    fix: 'Look at the wallet. Where the connection was paused for it, nothing is paid before it is resumed at the provider.',
  },
  'key-revoked': {
    status: 502, title: "The visitor's wallet does not know this provider's key.",
    fix: 'Only the operator can help: the wallet has to reach jwks.json at the provider, and find its key there.',
  },
  'insufficient-grant': {
    status: 502, title: "The visitor's consent does not cover this payment.",
    fix: 'Connect the wallet again at the provider.',
  },
  'wallet-refused': {
    status: 502, title: "The visitor's wallet refused the payment.",
    fix: 'Look at the wallet; the agent tries again later.',
  },
  'payment-pending': {
    status: 409, title: 'An earlier payment of this connection is not settled yet.',
    fix: 'Nothing: the provider finds out what became of it before it pays again.',
  },
  // The provider itself
  'provider-busy': { status: 503, title: 'The provider is busy or shutting down.', fix: 'Try again after Retry-After.' },
  'provider-failed': { status: 500, title: 'The provider failed.', fix: "Look at the provider's log for this request id." },
} as const satisfies Record<string, { status?: number; title: string; fix: string }>;

export type ErrorCode = keyof typeof ERROR_CODES;

/** Codes that an HTTP answer can carry. */
export type RelayErrorCode = {
  [Code in ErrorCode]: (typeof ERROR_CODES)[Code] extends { status: number } ? Code : never;
}[ErrorCode];
