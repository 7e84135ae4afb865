import { OpenPaymentsClientError } from '@interledger/open-payments';
import { isValidationError } from '@interledger/openapi';
import type { Egress } from '../egress/egress.js';
import { EgressError } from '../egress/egress-error.js';
import type { EgressAnswer } from '../egress/exchange.js';
import { hasNul, withoutNulls } from './allow-more.js';
import { isWalletsText } from './classify-error.js';
import type { SignRequest } from './sign-request.js';

/** Throws when the answer is not what the Open Payments documents say. */
export type Validate = (answer: { status: number; body: unknown }) => unknown;

export interface WalletCall {
  method: 'GET' | 'POST' | 'DELETE';
  url: URL;
  accessToken?: string;
  body?: object;
  validate: Validate | null;
  /** Somebody names a wallet; see EgressRequest. */
  lookUp?: boolean;
}

/** @throws EgressError, OpenPaymentsClientError; classifyError tells them apart. */
export type CallWallet = (call: WalletCall) => Promise<unknown>;

const UNSIGNED = { accept: 'application/json', 'accept-encoding': 'identity' };

/** Calls with an access token or a body are signed and follow no redirect. */
export function createCallWallet(egress: Egress, sign: SignRequest): CallWallet {
  return async ({ method, url, accessToken, body, validate, lookUp = false }) => {
    if (accessToken === undefined && body === undefined)
      return readAnswer(await egress.follow({ method, url, headers: UNSIGNED }), validate);
    const text = body && JSON.stringify(body);
    const headers = await sign({ method, url, accessToken, body: text });
    return readAnswer(await egress.send({ method, url, headers, body: text, lookUp }), validate);
  };
}

function readAnswer(answer: EgressAnswer, validate: Validate | null): unknown {
  const { status } = answer;
  if (status >= 400) throw refusal(answer);
  if (status >= 300) throw new EgressError('redirected', 'The wallet redirects a call that it must not.');
  if (!validate) {
    // https://www.rfc-editor.org/rfc/rfc9635.html#section-5.4
    if (status !== 204) throw notJson(answer);
    return undefined;
  }
  if (!isJson(answer)) throw notJson(answer);
  const body = parse(answer);
  // It can only be written as an escape.
  if (answer.text.includes('\\u0000') && hasNul(body)) throw invalid(['the answer has NUL in it']);
  try {
    validate({ status, body });
  } catch (error) {
    throw invalid(isValidationError(error) ? error.errors.map(({ message }) => message) : [String(error)]);
  }
  return withoutNulls(body);
}

export function isJson({ headers }: EgressAnswer): boolean {
  return /^application\/([\w.-]+\+)?json\b/i.test(headers['content-type'] ?? '');
}

function parse(answer: EgressAnswer): unknown {
  try {
    return JSON.parse(answer.text) as unknown;
  } catch (cause) {
    throw notJson(answer, cause);
  }
}

function notJson({ status }: EgressAnswer, cause?: unknown): EgressError {
  return new EgressError('answer-not-json', `The answer is ${status}, and not JSON of a wallet.`, {
    cause,
    status,
  });
}

/**
 * A wallet's own words are for classifyError and the log. What is not in a wallet's words is not its refusal: somebody on the way may have
 * answered in its place, and the wallet may have done what it was asked. A 5xx says no more than that, whoever says it.
 */
// https://www.rfc-editor.org/rfc/rfc9110#section-3.7
export function refusal(answer: EgressAnswer): Error {
  const { status, headers, text } = answer;
  const error = readError(text);
  const isPlain = /^text\/plain\b/i.test(headers['content-type'] ?? '');
  const isPassing = status >= 500 || status === 429 || status === 408;
  if (!isPassing && error === undefined && !(isPlain && isWalletsText(text))) return notJson(answer);
  const { description, code, details } = error ?? {};
  return new OpenPaymentsClientError(`The wallet answered ${status}.`, {
    status,
    description: description ?? text,
    ...(code !== undefined && { code }),
    ...(details !== undefined && { details }),
  });
}

interface ErrorMembers {
  description?: string;
  code?: string;
  details?: Record<string, unknown>;
}

/** What the documents of Open Payments and GNAP call an error, the short form of the latter included; undefined for anything else. */
function readError(text: string): ErrorMembers | undefined {
  try {
    const { error } = JSON.parse(text) as { error?: ErrorMembers | string };
    if (typeof error === 'string') return {};
    if (typeof error !== 'object' || error === null) return undefined;
    return typeof error.description === 'string' ? error : {};
  } catch {
    // Some wallets say "Internal Server Error" and nothing more.
    return undefined;
  }
}

/** For an answer that breaks its documents, or contradicts itself. */
export function invalid(validationErrors: string[]): OpenPaymentsClientError {
  const description = 'The answer is not what the Open Payments documents say.';
  return new OpenPaymentsClientError(description, { description, validationErrors });
}
