/** @throws TypeError with the allowed values, unless `isAllowed`. */
export function assertAllowed(
  isAllowed: boolean,
  name: string,
  value: unknown,
  allowed: string,
): asserts isAllowed {
  if (!isAllowed) throw notAllowedError(name, value, allowed);
}

export function notAllowedError(name: string, value: unknown, allowed: string): TypeError {
  return new TypeError(`Unknown ${name} ${JSON.stringify(value)}; allowed: ${allowed}.`);
}
