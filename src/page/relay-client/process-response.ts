import { ERROR_CODES, type ErrorCode } from '../../protocol/error-codes.js';
import { RelayError } from './relay-error.js';

export type JsonBody = Readonly<Record<string, unknown>>;

const JSON_TYPE = /^application\/json\s*(;|$)/i;
const PROBLEM_TYPE = /^application\/problem\+json\s*(;|$)/i;

/**
 * Resolves with the body of a successful response.
 * @throws RelayError with the provider's problem, or `provider-response-invalid` if the response does not
 * follow the relay protocol. It may come from an intermediary then, so its status is not passed on.
 */
// https://www.rfc-editor.org/rfc/rfc9110#section-3.7
export async function processJsonResponse(response: Response): Promise<JsonBody> {
  const { ok, status } = response;
  const type = response.headers.get('content-type') ?? '';
  assertResponse((ok ? JSON_TYPE : PROBLEM_TYPE).test(type), `status ${status} as ${type}`);
  const body = await readBody(response);
  assertResponse(isJsonObject(body), 'JSON that is not an object');
  if (!ok) throw toRelayError(response, body);
  return body;
}

export async function processEmptyResponse(response: Response): Promise<void> {
  const { ok, status } = response;
  if (!ok) await processJsonResponse(response);
  // Only 204 confirms the deletion. Another success status may come from an intermediary.
  assertResponse(status === 204, `status ${status}`);
}

export function assertResponse(condition: unknown, found: string): asserts condition {
  if (!condition) throw invalidResponse(found);
}

export function isJsonObject(value: unknown): value is JsonBody {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function providerUnreachable(cause: unknown): RelayError {
  const entry = ERROR_CODES['provider-unreachable'];
  return new RelayError('provider-unreachable', { ...entry, cause, detail: `${entry.title} (${cause})` });
}

async function readBody(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    throw invalidResponse('a body that is not JSON', cause);
  }
}

// https://www.rfc-editor.org/rfc/rfc9457#section-3
function toRelayError({ status, headers }: Response, problem: JsonBody): RelayError {
  const { code, detail, title, fix } = problem;
  assertResponse(typeof code === 'string', 'a problem without code');
  const seconds = Number(headers.get('retry-after'));
  // A newer provider may send codes that this version does not define. They are passed on unchanged.
  return new RelayError(code as ErrorCode, {
    status,
    detail: nonEmptyString(detail) ?? nonEmptyString(title) ?? code,
    fix: nonEmptyString(fix) ?? '',
    ...(seconds > 0 && { retryAfter: seconds * 1000 }),
  });
}

function invalidResponse(found: string, cause?: unknown): RelayError {
  const { title, fix } = ERROR_CODES['provider-response-invalid'];
  const detail = `${title} Received: ${found}.`;
  return new RelayError('provider-response-invalid', { detail, fix, cause });
}

function nonEmptyString(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
