/** So many errors deep: what is behind that explains nothing any more. */
const DEEPEST = 4;

/** What a log says of an error: its name, words, code and status, and where it was thrown, but no member that a library has put on it. */
export function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return { type: typeof error, message: withoutQueries(String(error)) };
  const { name, message, stack, cause } = error;
  const { code, status, description } = error as Error & Record<'code' | 'status' | 'description', unknown>;
  return {
    type: name,
    message: withoutQueries(message),
    ...(isWord(code) && { code }),
    ...(isWord(status) && { status }),
    ...(typeof description === 'string' && { description: withoutQueries(description) }),
    stack: withoutQueries(stack ?? ''),
    ...(cause !== undefined && depth < DEEPEST && { cause: describeError(cause, depth + 1) }),
  };
}

/** Queries carry what comes back from a wallet, and what a visitor was looking for. */
export function withoutQueries(text: string): string {
  return text.replace(/\?[^\s'"<>)]*/g, '?…');
}

function isWord(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}
