import { GrantError, RequestError, SignatureError } from '../core/errors.js';
import type { ToErrorResponse } from '../operations/serve-operations.js';

// https://www.rfc-editor.org/rfc/rfc9635.html#name-error-response
export const toGrantErrorResponse: ToErrorResponse = (error) => {
  if (error instanceof GrantError) return errorResponse(error.status, error.message, error.code);
  if (error instanceof SignatureError) return errorResponse(401, error.reason, 'invalid_client');
  if (!(error instanceof RequestError)) return undefined;
  return errorResponse(error.status, error.message, error.status === 404 ? 'invalid_request' : undefined);
};

/** Live servers send no error code if their OpenAPI validation fails. */
function errorResponse(status: number, description: string, code?: string) {
  return { status, body: { error: { ...(code !== undefined && { code }), description } } };
}
