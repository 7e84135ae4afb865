import { PaymentError, RequestError, ResourceError, SignatureError } from '../core/errors.js';
import type { ToErrorResponse } from '../operations/serve-operations.js';

// https://openpayments.dev/apis/resource-server/errors/
export const toResourceErrorResponse: ToErrorResponse = (error) => {
  if (error instanceof RequestError) return errorResponse(error.status, error.message);
  if (error instanceof PaymentError) return errorResponse(error.status, error.message, error.details);
  if (error instanceof SignatureError)
    return errorResponse(401, `Signature validation error: ${error.message}`);
  if (!(error instanceof ResourceError)) return undefined;
  return {
    ...errorResponse(error.status, error.message, error.details),
    ...(error.wwwAuthenticate !== undefined && { headers: { 'www-authenticate': error.wwwAuthenticate } }),
  };
};

function errorResponse(status: number, description: string, details?: Record<string, unknown>) {
  return { status, body: { error: { code: String(status), description, ...(details && { details }) } } };
}
