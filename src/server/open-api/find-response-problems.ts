import { findProblems } from './find-problems.js';
import type { OpenApiOperation } from './operation.js';

/** Returns how a response differs from its OpenAPI document. Sets defaults in the body. */
export function findResponseProblems(
  { responses }: Pick<OpenApiOperation, 'responses'>,
  { status, body }: { readonly status: number; readonly body?: unknown },
): string[] {
  const schema = responses[status];
  if (!schema) return ['An unknown status code was used and no default was provided.'];
  return findProblems(schema, body ?? null, 'response');
}
