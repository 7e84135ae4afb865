/** Why a link must not be paid. Not an Error, because this lazy module has its own copy of RelayError. */
export interface Refusal {
  code: 'monetization-not-allowed' | 'monetization-src' | 'policy-unavailable';
  /** What happened. */
  detail: string;
  /** What to do about it. */
  fix: string;
  /** Milliseconds after which to check again. Present if the refusal may be temporary. */
  retryAfter?: number;
}

const RETRY_DELAY_MS = 1_000;
const ALLOW_FIX = 'Add allow="monetization" to its <iframe>';

export const HEADERS_UNAVAILABLE: Refusal = {
  code: 'policy-unavailable',
  detail: 'The response headers of this page could not be read.',
  fix: "Send the same headers for HEAD as for GET, and allow 'self' in connect-src.",
  retryAfter: RETRY_DELAY_MS,
};

export const PARENT_UNRESPONSIVE: Refusal = {
  code: 'monetization-not-allowed',
  detail: 'The page that contains this frame does not respond.',
  fix: `${ALLOW_FIX}, and load this script in the parent page too.`,
  retryAfter: RETRY_DELAY_MS,
};

export const FRAME_NOT_ALLOWED: Refusal = {
  code: 'monetization-not-allowed',
  detail: 'This frame is not allowed to use monetization.',
  fix: `${ALLOW_FIX} and to all containing frames, and check their Permissions-Policy headers.`,
};

export const DISABLED_BY_HEADER: Refusal = {
  code: 'monetization-not-allowed',
  detail: 'The Permissions-Policy header of this page does not allow monetization.',
  fix: 'Add monetization=(self) to the header.',
};

/** Uses the wording of browsers for CSP violations. */
export function createCspRefusal(href: string, serializedDirective: string): Refusal {
  return {
    code: 'monetization-src',
    detail: `Refused to load the wallet address '${href}' because it violates the following Content Security Policy directive: "${serializedDirective}".`,
    fix: 'Add its origin to monetization-src.',
  };
}
