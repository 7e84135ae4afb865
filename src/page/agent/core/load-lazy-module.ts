import { importLazyModule, type LazyModules } from './lazy-modules.js';
import type { Platform } from './platform.js';

export type ImportModule = <Name extends keyof LazyModules>(name: Name) => Promise<LazyModules[Name]>;

/**
 * @param directory URL of the directory of wm.js, because a classic script from another origin cannot import
 * relative to itself. Null for a module, which can.
 */
export function createModuleImporter(directory: string | null): ImportModule {
  return (name) => (directory === null ? importLazyModule(name) : import(`${directory}wm-${name}.js`));
}

/** Imports a module and passes it to `steps`. If either fails, logs a warning and resolves with undefined. */
export function loadLazyModule<Name extends keyof LazyModules, Result>(
  { importModule, platform }: { importModule: ImportModule; platform: Platform },
  name: Name,
  steps: (module: LazyModules[Name]) => Result | Promise<Result>,
): Promise<Result | void> {
  return importModule(name)
    .then(steps)
    .catch((cause: unknown) =>
      platform.warn(
        `[wm-polyfill] wm-${name}.js could not be loaded. Put it in the directory of wm.js. (${cause})`,
      ),
    );
}
