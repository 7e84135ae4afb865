/** The required globals, each with a member that an incompatible replacement by the page lacks. */
const REQUIRED = {
  Promise: 'race',
  Map: 'has',
  WeakMap: 'has',
  Set: 'has',
  URL: 'href',
  JSON: 'parse',
  fetch: 'call',
} as const;

/** @throws TypeError that names the first one that the page has replaced, or made unusable. */
export function assertGlobals(): void {
  for (const [name, member] of Object.entries(REQUIRED)) {
    const value = Object((globalThis as Record<string, unknown>)[name]) as { prototype?: object };
    // Prototype 1.6 makes JSON.stringify() encode arrays as strings.
    const isUsable = name !== 'JSON' || !('toJSON' in []);
    if (!isUsable || !(member in value || member in Object(value.prototype)))
      throw new TypeError(`Replaced by the page: ${name}`);
  }
}
