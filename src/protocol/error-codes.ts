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

export type ErrorCode = NameOf<typeof ERROR_CODES, { title: string; fix: string }>;

/** Codes that an HTTP response can have. */
export type RelayErrorCode = NameOf<typeof PROVIDER_ERRORS, { status: number; title: string; fix: string }>;

type NameOf<Codes extends Record<string, Entry>, Entry> = keyof Codes;
