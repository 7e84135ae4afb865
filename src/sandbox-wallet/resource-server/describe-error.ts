import { PaymentError, RequestError, ResourceError, SignatureError } from '../errors.js';
import type { DescribeError } from '../http/serve-operations.js';

// https://openpayments.dev/apis/resource-server/errors/
export const describeResourceError: DescribeError = (error) => {
  if (error instanceof RequestError) return describe(error.status, error.message);
  if (error instanceof PaymentError) return describe(error.status, error.message, error.details);
  if (error instanceof SignatureError) return describe(401, `Signature validation error: ${error.message}`);
  if (!(error instanceof ResourceError)) return undefined;
  return {
    ...describe(error.status, error.message, error.details),
    ...(error.wwwAuthenticate !== undefined && { headers: { 'www-authenticate': error.wwwAuthenticate } }),
  };
};

function describe(status: number, description: string, details?: Record<string, unknown>) {
  return { status, body: { error: { code: String(status), description, ...(details && { details }) } } };
}
