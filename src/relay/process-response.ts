import { ERROR_CODES } from '../protocol/error-codes.js';
import type { ErrorCode } from '../protocol/error-codes.js';
import { RelayError } from './relay-error.js';

export type Body = Readonly<Record<string, unknown>>;

const JSON_TYPE = /^application\/json\s*(;|$)/i;
const PROBLEM_TYPE = /^application\/problem\+json\s*(;|$)/i;

/**
 * The body of a successful answer. Rejects with the provider's problem, or because this is not the relay protocol. Then it may be the page of
 * somebody on the way: its status says nothing about the link or the wallet, and is not passed on.
 */
// https://www.rfc-editor.org/rfc/rfc9110#section-3.7
export async function processJsonResponse(response: Response): Promise<Body> {
  const { ok, status } = response;
  const type = response.headers.get('content-type') ?? '';
  assertAnswer((ok ? JSON_TYPE : PROBLEM_TYPE).test(type), `status ${status} as ${type}`);
  const body = await readBody(response);
  assertAnswer(isObject(body), 'JSON that is not an object');
  if (!ok) throw toRelayError(response, body);
  return body;
}

export async function processEmptyResponse(response: Response): Promise<void> {
  const { ok, status } = response;
  if (!ok) await processJsonResponse(response);
  // A page in its place would make believe that something has been deleted.
  assertAnswer(status === 204, `status ${status}`);
}

export function assertAnswer(condition: unknown, found: string): asserts condition {
  if (!condition) throw invalid(found);
}

export function isObject(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function unreachable(cause: unknown): RelayError {
  const entry = ERROR_CODES['provider-unreachable'];
  return new RelayError('provider-unreachable', { ...entry, cause, detail: `${entry.title} (${cause})` });
}

async function readBody(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    // Cut off on its way, or no JSON in the first place.
    throw invalid('a body that is not JSON', cause);
  }
}

// https://www.rfc-editor.org/rfc/rfc9457#section-3
function toRelayError({ status, headers }: Response, problem: Body): RelayError {
  const { code, detail, title, fix } = problem;
  assertAnswer(typeof code === 'string', 'a problem without code');
  const seconds = Number(headers.get('retry-after'));
  // A newer provider may know codes that this copy does not. They are passed on as they are.
  return new RelayError(code as ErrorCode, {
    status,
    detail: toText(detail) ?? toText(title) ?? code,
    fix: toText(fix) ?? '',
    ...(seconds > 0 && { retryAfter: seconds * 1000 }),
  });
}

function invalid(found: string, cause?: unknown): RelayError {
  const { title, fix } = ERROR_CODES['provider-answer-invalid'];
  const detail = `${title} It is ${found}.`;
  return new RelayError('provider-answer-invalid', { detail, fix, cause });
}

function toText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
