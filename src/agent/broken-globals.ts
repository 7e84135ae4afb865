/** What is done with each global that the agent cannot do without, and true when it does what the platform's own does. */
const TRIALS: Readonly<Record<string, () => boolean>> = {
  Promise: () => typeof Promise.race([new Promise(String)]).then === 'function',
  Map: () => [...new Map([[1, 2]]).values()][0] === 2,
  WeakMap: () => new WeakMap([[TRIALS, 2]]).get(TRIALS) === 2,
  Set: () => new Set([1]).has(1),
  URL: () => new URL('a', 'https://b').href === 'https://b/a',
  // Prototype 1.6 has arrays turned into strings of themselves.
  JSON: () => JSON.stringify(JSON.parse('{"a":["b"]}')) === '{"a":["b"]}',
  fetch: () => typeof fetch === 'function',
};

/** The names of the globals that a page has replaced by something else before this script. */
export function findBrokenGlobals(): string[] {
  return Object.keys(TRIALS).filter((name) => {
    try {
      return !TRIALS[name]?.();
    } catch {
      return true;
    }
  });
}
