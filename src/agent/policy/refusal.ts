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
const ALLOW = 'Write allow="monetization" on its <iframe>';

export const HEADERS_UNAVAILABLE: Refusal = {
  code: 'policy-unavailable',
  detail: 'The response headers of this page could not be read.',
  fix: "Answer HEAD as GET, and let connect-src include 'self'.",
  retryAfter: SOON,
};

export const PARENT_SILENT: Refusal = {
  code: 'monetization-not-allowed',
  detail: 'The page around this frame does not answer.',
  fix: `${ALLOW}, and run this script in the page around it, too.`,
  retryAfter: SOON,
};

export const FRAME_NOT_ALLOWED: Refusal = {
  code: 'monetization-not-allowed',
  detail: 'This frame is not allowed to use monetization.',
  fix: `${ALLOW}, and on those around it; Permissions-Policy headers count, too.`,
};

export const DISABLED_BY_HEADER: Refusal = {
  code: 'monetization-not-allowed',
  detail: 'The Permissions-Policy header of this page does not allow it.',
  fix: 'Write monetization=(self) in it.',
};

/** In the words in which browsers say it. */
export function refuseUrl(href: string, serializedDirective: string): Refusal {
  return {
    code: 'monetization-src',
    detail: `Refused to load the wallet address '${href}' because it violates the following Content Security Policy directive: "${serializedDirective}".`,
    fix: 'Add its origin to monetization-src.',
  };
}
