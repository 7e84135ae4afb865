/** The errors of the provider's responses. `status` is the HTTP status. */
// prettier-ignore
export const PROVIDER_ERRORS = {
  // Invalid requests
  'request-invalid': { status: 400, title: 'The request is malformed.', fix: 'See "detail" for the invalid member.' },
  'not-found': {
    status: 404, title: 'Nothing exists at this URL.',
    fix: 'Check the path, or create the connection or session again.',
  },
  'origin-invalid': {
    status: 403, title: 'The request has no valid Origin header.',
    fix: 'Call the relay from a page on an http(s) origin.',
  },
  'host-invalid': {
    status: 421, title: 'The request is addressed to another host.',
    fix: 'Use the address of the sandbox, or a local name such as localhost.',
  },
  'site-not-allowed': {
    status: 403, title: 'The provider does not serve this site.',
    fix: 'Ask its operator to add the origin of the page to WM_SITES, or use another provider.',
  },
  'form-invalid': {
    status: 403, title: 'This form is not valid here, or it was already used.',
    fix: 'Go back to the page and reload it.',
  },
  'site-not-verified': {
    status: 403, title: 'The provider could not verify that you came from this site.',
    fix: 'Connect from a page of the site. No extension or proxy may change the Origin header.',
  },
  'consent-refused': {
    status: 403, title: 'You declined this site less than a day ago.',
    fix: 'Allow the site to ask again on your account page at the provider.',
  },
  'proof-missing': { status: 401, title: 'The DPoP proof is missing.', fix: 'Send one DPoP header (RFC 9449).' },
  'proof-invalid': { status: 401, title: 'The DPoP proof is invalid.', fix: 'Sign method, URL and a new jti with ES256.' },
  'nonce-required': {
    status: 401, title: 'The DPoP proof has no current nonce from this provider.',
    fix: 'Repeat the request with the nonce from the DPoP-Nonce header.',
  },
  'payload-too-large': { status: 413, title: 'The request body is too large.', fix: 'Send at most 16 KiB.' },
  'url-too-long': { status: 414, title: 'The URL is too long.', fix: 'Send at most 2,048 characters.' },
  'headers-too-large': {
    status: 431, title: 'The request has too many headers, or they are too large.',
    fix: 'Send at most 64 headers and 8 KiB in total.',
  },
  'request-timeout': {
    status: 408, title: 'The request took too long to arrive.',
    fix: 'By default, send the headers within 10 seconds and the body within 15 seconds.',
  },
  'request-in-flight': {
    status: 409, title: 'A request with this Idempotency-Key is still in progress.',
    fix: 'Wait for the time in the Retry-After header, then repeat the request.',
  },
  'idempotency-key-reused': {
    status: 422, title: 'This Idempotency-Key was already used with a different body.',
    fix: 'Use a new key for each new request.',
  },
  'rate-limited': { status: 429, title: 'Too many requests.', fix: 'Wait for the time in the Retry-After header.' },
  'session-limit': {
    status: 409, title: 'The connection has reached its limit of open sessions.',
    fix: 'Remove monetization links, or wait until old sessions expire.',
  },
  // The receiver's wallet
  'wallet-address-invalid': {
    status: 422, title: 'This is not a valid wallet address URL.',
    fix: 'Use an absolute https URL without credentials, query or fragment.',
  },
  'wallet-address-not-found': {
    status: 422, title: 'The wallet does not know this wallet address.',
    fix: 'Check the spelling of the href.',
  },
  'wallet-response-invalid': {
    status: 422, title: 'The wallet’s response does not follow Open Payments.',
    fix: 'Check that the URL is a wallet address and not a web page.',
  },
  'wallet-unreachable': {
    status: 502, title: 'The wallet did not respond.',
    fix: 'Try again later. The agent retries automatically.',
  },
  'receiver-refused': {
    status: 502, title: "The receiver's wallet refused the incoming payment.",
    fix: 'Check that the wallet address can receive payments.',
  },
  'session-expired': {
    status: 409, title: 'The incoming payment of this session has ended.',
    fix: 'Create a new session.',
  },
  'receiver-invalid': {
    status: 422, title: "The visitor's wallet cannot pay this receiver.",
    fix: 'Use wallets on the same network. A test wallet cannot pay a live wallet.',
  },
  'min-amount-too-large': {
    status: 422, title: 'At the visitor’s rate, the minimum payment to this receiver takes more than a day to accrue.',
    fix: 'Use a wallet address whose asset has a smaller unit, or raise the rate at the provider.',
  },
  // The visitor's wallet and consent
  'connection-not-active': {
    status: 409, title: 'The connection is not active.',
    fix: 'Check its state. Then connect, resume or reconnect the wallet at the provider.',
  },
  'budget-spent': {
    status: 403, title: "The budget for this site is used up, or the visitor's wallet has no money.",
    fix: 'Wait for the renewal, raise the budget at the provider, or top up the wallet.',
  },
  'payer-unreachable': {
    status: 502, title: "The visitor's wallet did not respond.",
    fix: 'No action needed. The agent retries later, and the provider checks unfinished payments first.',
  },
  'no-open-page': {
    status: 409, title: 'This site has no open page that can receive payments.',
    fix: 'Open the page, wait until its monetization links have loaded, and try again.',
  },
  'payer-response-invalid': {
    status: 502, title: "The visitor's wallet returned a response that does not match the request.",
    fix: 'Check the wallet. If this error paused the connection, resume it at the provider.',
  },
  'key-revoked': {
    status: 502, title: "The visitor's wallet does not accept this provider's key.",
    fix: 'Only the operator can fix this: the wallet must be able to load jwks.json from the provider and find the key there.',
  },
  'insufficient-grant': {
    status: 502, title: "The visitor's consent does not cover this payment.",
    fix: 'Connect the wallet again at the provider.',
  },
  'wallet-refused': {
    status: 502, title: "The visitor's wallet refused the payment.",
    fix: 'Check the wallet. The agent retries later.',
  },
  'payment-pending': {
    status: 409, title: 'An earlier payment of this connection is not settled yet.',
    fix: 'No action needed. The provider checks the earlier payment before it pays again.',
  },
  // The provider itself
  'provider-busy': { status: 503, title: 'The provider is busy or shutting down.', fix: 'Retry after the time in Retry-After.' },
  'provider-failed': {
    status: 500, title: 'The provider failed unexpectedly.',
    fix: "Check the provider's log for this request id.",
  },
} as const;
