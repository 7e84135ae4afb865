/** There is no page to look at. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}
