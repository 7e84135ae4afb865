import { importNeighbour } from './neighbours.js';
import type { Parts } from './neighbours.js';
import type { Platform } from './platform.js';

export type ImportPart = <Name extends keyof Parts>(name: Name) => Promise<Parts[Name]>;

/**
 * `directory` is the URL of the directory that wm.js came from: a classic script from another origin cannot import relative to itself.
 * A module, which has no URL of its own to give (null), can.
 */
export function importPartFrom(directory: string | null): ImportPart {
  return (name) => (directory === null ? importNeighbour(name) : import(`${directory}wm-${name}.js`));
}

/** Imports a part and does something with it. A part that is missing is told on the console; nothing is rejected. */
export function usePart<Name extends keyof Parts, Result>(
  { importPart, platform }: { importPart: ImportPart; platform: Platform },
  name: Name,
  steps: (part: Parts[Name]) => Result | Promise<Result>,
): Promise<Result | void> {
  return importPart(name)
    .then(steps)
    .catch((cause: unknown) =>
      platform.warn(`[wm-polyfill] wm-${name}.js could not be loaded. Put it beside wm.js. (${cause})`),
    );
}
