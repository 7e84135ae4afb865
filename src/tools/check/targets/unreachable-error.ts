/** The page cannot be opened. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}
