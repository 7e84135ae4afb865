import { PAGE_ERRORS } from '../../../protocol/error-codes/page-errors.js';
import type { AgentError } from './agent-error.js';
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
 * Imports a module and passes it to `steps`. If either fails, logs a warning, once for each module, calls
 * `onFailure`, and resolves with undefined.
 */
export async function loadLazyModule<Name extends keyof LazyModules, Result>(
  { importModule, platform }: { importModule: ImportModule; platform: Platform },
  name: Name,
  steps: (module: LazyModules[Name]) => Result | Promise<Result>,
  onFailure?: (error: AgentError) => void,
  attempt?: string,
): Promise<Result | void> {
  try {
    return await steps(await importModule(name, attempt));
  } catch (cause) {
    const { title, fix } = PAGE_ERRORS['agent-not-loaded'];
    const message = `${title.replace('agent', name)} (${cause})`;
    const names = reported.get(platform) ?? new Set();
    reported.set(platform, names);
    if (!names.has(name)) platform.warn(`[wm-polyfill] ${message} ${fix} (${name}-not-loaded)`);
    names.add(name);
    onFailure?.({ code: 'agent-not-loaded', message, fix });
  }
}
