/** One check for each required global. Its result is true or truthy if the global behaves like the native one. */
const GLOBAL_CHECKS: Readonly<Record<string, () => unknown>> = {
  Promise: () => Promise.race([new Promise(String)]).then,
  Map: () => [...new Map([[1, 2]]).values()][0],
  WeakMap: () => new WeakMap([[GLOBAL_CHECKS, 2]]).get(GLOBAL_CHECKS),
  Set: () => new Set([1]).has(1),
  URL: () => new URL('a', 'https://b').href,
  // Prototype 1.6 adds Array.prototype.toJSON, which makes JSON.stringify() encode arrays as strings.
  JSON: () => JSON.stringify(JSON.parse('["a"]')) === '["a"]',
  fetch: () => fetch,
};

/** @throws TypeError that names a required global that the page has replaced by an incompatible one. */
export function assertGlobals(): void {
  for (const [name, check] of Object.entries(GLOBAL_CHECKS)) {
    let isNative: unknown;
    try {
      isNative = check();
    } catch {
      // As if it had returned false.
    }
    if (!isNative) throw new TypeError(`Replaced by the page: ${name}`);
  }
}
