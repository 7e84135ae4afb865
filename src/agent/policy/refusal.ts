import type { Violation } from './content-security-policy.js';

/** Why a link is not paid. Not an Error: this file is loaded apart, so its classes are not those of wm.js. */
export interface Refusal {
  code: 'monetization-not-allowed' | 'monetization-src' | 'policy-unavailable';
  /** What happened. */
  detail: string;
  /** What to do about it. */
  fix: string;
  /** It may be otherwise after so many milliseconds: ask again. */
  retryAfter?: number;
}

const SOON = 1_000;

export const HEADERS_UNAVAILABLE: Refusal = {
  code: 'policy-unavailable',
  detail: 'The response headers of this page could not be read, so nothing is paid.',
  fix: 'Let the server answer HEAD for this page as it answers GET, let CSP connect-src include \'self\', or drop data-policy="headers".',
  retryAfter: SOON,
};

export const PARENT_SILENT: Refusal = {
  code: 'monetization-not-allowed',
  detail: 'The page around this frame does not say that the frame may use monetization.',
  fix: 'Run this script in that page, too, and write allow="monetization" on the <iframe>.',
  retryAfter: SOON,
};

export const FRAME_NOT_ALLOWED: Refusal = {
  code: 'monetization-not-allowed',
  detail: 'A page around this frame does not allow it to use monetization.',
  fix: 'Write allow="monetization" on the <iframe>, and on those around it; the Permissions-Policy headers of their pages count, too.',
};

export const DISABLED_BY_HEADER: Refusal = {
  code: 'monetization-not-allowed',
  detail: 'The Permissions-Policy header of this page disables monetization.',
  fix: 'Write monetization=(self) in it, or nothing about monetization.',
};

/** In the words in which browsers say it. */
export function refuseUrl(href: string, { directive, serialized }: Violation): Refusal {
  const fallback =
    directive === 'monetization-src'
      ? ''
      : ` Note that 'monetization-src' was not explicitly set, so '${directive}' is used as a fallback.`;
  return {
    code: 'monetization-src',
    detail: `Refused to load the wallet address '${href}' because it violates the following Content Security Policy directive: "${serialized}".${fallback}`,
    fix: 'Add its origin to monetization-src.',
  };
}
