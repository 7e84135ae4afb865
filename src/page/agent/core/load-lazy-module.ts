import { PAGE_ERRORS } from '../../../protocol/error-codes/page-errors.js';
import { importLazyModule, type LazyModules } from './lazy-modules.js';
import type { Platform } from './platform.js';

/** @param attempt a query for the URL, because browsers remember that an import has failed. */
export type ImportModule = <Name extends keyof LazyModules>(
  name: Name,
  attempt?: string,
) => Promise<LazyModules[Name]>;

/**
 * @param directory URL of the directory of wm.js, because a classic script from another origin cannot import
 * relative to itself. Null for a module, which can.
 */
export function createModuleImporter(directory: string | null): ImportModule {
  return async (name, attempt = '') => {
    try {
      return await importLazyModule(name, directory, attempt);
    } catch (cause) {
      // Not all browsers name the URL.
      throw new Error(`${directory ?? ''}wm-${name}.js${attempt}: ${cause}`, { cause });
    }
  };
}

const reported = new WeakMap<Platform, Set<string>>();

/**
 * Imports a module and passes it to `steps`. If either fails, logs a warning, once for each module, and
 * resolves with undefined.
 */
export async function loadLazyModule<Name extends keyof LazyModules, Result>(
  { importModule, platform }: { importModule: ImportModule; platform: Platform },
  name: Name,
  steps: (module: LazyModules[Name]) => Result | Promise<Result>,
): Promise<Result | void> {
  try {
    return await steps(await importModule(name));
  } catch (cause) {
    const { title, fix } = PAGE_ERRORS['agent-not-loaded'];
    const names = reported.get(platform) ?? new Set();
    reported.set(platform, names);
    if (!names.has(name))
      platform.warn(
        `[wm-polyfill] ${title.replace('agent', name)} ${fix} (${cause})`,
      );
    names.add(name);
  }
}
