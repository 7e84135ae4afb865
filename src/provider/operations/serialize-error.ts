/** Maximum number of nested causes. Deeper ones add no information. */
const MAX_CAUSE_DEPTH = 4;

/**
 * Serializes an error for the log: name, message, code, status and stack, but no members added by libraries.
 */
export function serializeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return { type: typeof error, message: redactQueries(String(error)) };
  const { name, message, stack, cause } = error;
  const { code, status, description } = error as Error & Record<'code' | 'status' | 'description', unknown>;
  return {
    type: name,
    message: redactQueries(message),
    ...(isStringOrNumber(code) && { code }),
    ...(isStringOrNumber(status) && { status }),
    ...(typeof description === 'string' && { description: redactQueries(description) }),
    stack: redactQueries(stack ?? ''),
    ...(cause !== undefined && depth < MAX_CAUSE_DEPTH && { cause: serializeError(cause, depth + 1) }),
  };
}

/** Queries can contain wallet responses and the visitor's searches. */
export function redactQueries(text: string): string {
  return text.replace(/\?[^\s'"<>)]*/g, '?…');
}

function isStringOrNumber(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}
