import { OpenPaymentsClientError } from '@interledger/open-payments';
import { isValidationError } from '@interledger/openapi';
import type { Egress } from '../egress/egress.js';
import { EgressError } from '../egress/egress-error.js';
import type { EgressAnswer } from '../egress/exchange.js';
import { withoutNulls } from './allow-more.js';
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
  const { status, headers } = answer;
  if (status >= 400) throw refusal(answer);
  if (status >= 300) throw new EgressError('redirected', 'The wallet redirects a call that it must not.');
  if (!validate) return undefined;
  if (!/^application\/([\w.-]+\+)?json\b/i.test(headers['content-type'] ?? ''))
    throw new EgressError('answer-not-json', 'The answer is not said to be JSON.');
  const body = parse(answer.text);
  try {
    validate({ status, body });
  } catch (error) {
    throw invalid(isValidationError(error) ? error.errors.map(({ message }) => message) : [String(error)]);
  }
  return withoutNulls(body);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new EgressError('answer-not-json', 'The answer is not JSON.', { cause });
  }
}

/** A wallet's own words are for classifyError and the log. */
function refusal({ status, text }: EgressAnswer): OpenPaymentsClientError {
  const { description, code, details } = errorMembers(text);
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

function errorMembers(text: string): ErrorMembers {
  try {
    const { error } = JSON.parse(text) as { error?: ErrorMembers };
    return typeof error === 'object' && typeof error.description === 'string' ? error : {};
  } catch {
    // Some wallets say "Internal Server Error" and nothing more.
    return {};
  }
}

/** For an answer that breaks its documents, or contradicts itself. */
export function invalid(validationErrors: string[]): OpenPaymentsClientError {
  const description = 'The answer is not what the Open Payments documents say.';
  return new OpenPaymentsClientError(description, { description, validationErrors });
}
