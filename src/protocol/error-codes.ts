import { PAGE_ERRORS } from './error-codes/page-errors.js';
import { PROVIDER_ERRORS } from './error-codes/provider-errors.js';

/**
 * All errors, by stable code. `title` describes what happened, `fix` describes what to do. Files of the page
 * import one of the two parts instead, because tree shaking keeps all entries of a merged object.
 */
export const ERROR_CODES: typeof PAGE_ERRORS & typeof PROVIDER_ERRORS = {
  ...PAGE_ERRORS,
  ...PROVIDER_ERRORS,
};

export type ErrorCode = keyof typeof ERROR_CODES;

/** Codes that an HTTP response can have. */
export type RelayErrorCode = keyof typeof PROVIDER_ERRORS;
