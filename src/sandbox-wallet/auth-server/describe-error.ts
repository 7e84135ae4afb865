import { GrantError, RequestError, SignatureError } from '../errors.js';
import type { DescribeError } from '../http/serve-operations.js';

// https://www.rfc-editor.org/rfc/rfc9635.html#name-error-response
export const describeGrantError: DescribeError = (error) => {
  if (error instanceof GrantError) return describe(error.status, error.message, error.code);
  if (error instanceof SignatureError) return describe(401, error.reason, 'invalid_client');
  if (!(error instanceof RequestError)) return undefined;
  return describe(error.status, error.message, error.status === 404 ? 'invalid_request' : undefined);
};

/** Live servers name no code for what their OpenAPI validation refuses. */
function describe(status: number, description: string, code?: string) {
  return { status, body: { error: { ...(code !== undefined && { code }), description } } };
}
