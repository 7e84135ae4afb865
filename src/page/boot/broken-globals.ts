/** One check for each required global. It returns true if the global behaves like the native one. */
const GLOBAL_CHECKS: Readonly<Record<string, () => boolean>> = {
  Promise: () => typeof Promise.race([new Promise(String)]).then === 'function',
  Map: () => [...new Map([[1, 2]]).values()][0] === 2,
  WeakMap: () => new WeakMap([[GLOBAL_CHECKS, 2]]).get(GLOBAL_CHECKS) === 2,
  Set: () => new Set([1]).has(1),
  URL: () => new URL('a', 'https://b').href === 'https://b/a',
  // Prototype 1.6 adds Array.prototype.toJSON, which makes JSON.stringify() encode arrays as strings.
  JSON: () => JSON.stringify(JSON.parse('{"a":["b"]}')) === '{"a":["b"]}',
  fetch: () => typeof fetch === 'function',
};

/** Names of required globals that the page has replaced by incompatible ones before this script. */
export function findBrokenGlobals(): string[] {
  return Object.keys(GLOBAL_CHECKS).filter((name) => {
    try {
      return !GLOBAL_CHECKS[name]?.();
    } catch {
      return true;
    }
  });
}
