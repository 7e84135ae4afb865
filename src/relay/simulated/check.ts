/** @throws TypeError that names what is allowed. */
export function check(isAllowed: boolean, name: string, given: unknown, allowed: string): asserts isAllowed {
  if (!isAllowed) throw unknown(name, given, allowed);
}

export function unknown(name: string, given: unknown, allowed: string): TypeError {
  return new TypeError(`Unknown ${name} ${JSON.stringify(given)}; allowed: ${allowed}.`);
}
