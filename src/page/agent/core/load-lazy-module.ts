import { PAGE_ERRORS } from '../../../protocol/error-codes/page-errors.js';
import type { AgentError } from './agent-error.js';
import { importLazyModule, type LazyModules } from './lazy-modules.js';
import type { Platform } from './platform.js';

/** @param attempt a query for the URL, because browsers remember that an import has failed. */
export interface ImportModule {
  <Name extends keyof LazyModules>(name: Name, attempt?: string): Promise<LazyModules[Name]>;
  /** The modules whose failure has been logged. */
  reported?: Set<string>;
}

/**
 * @param directory URL of the directory of wm.js, because a classic script from another origin cannot import
 * relative to itself. Null for a module, which can.
 */
export function createModuleImporter(directory: string | null = null): ImportModule {
  return async (name, attempt = '') => {
    const url = `${directory ?? './'}wm-${name}.js${attempt}`;
    try {
      return await importLazyModule(name, url, directory);
    } catch (cause) {
      // Not all browsers name the URL.
      throw new Error(`${url}: ${cause}`, { cause });
    }
  };
}

/**
 * Imports a module and passes it to `steps`. If either fails, logs a warning, once for each module, calls
 * `onFailure`, and resolves with undefined.
 */
export async function loadLazyModule<Name extends keyof LazyModules, Result>(
  { importModule, platform }: { importModule: ImportModule; platform: Platform },
  name: Name,
  steps?: (module: LazyModules[Name]) => Result | Promise<Result>,
  onFailure?: (error: AgentError) => void,
  attempt?: string,
): Promise<Result | void> {
  try {
    const module = await importModule(name, attempt);
    return await steps?.(module);
  } catch (cause) {
    const { title, fix } = PAGE_ERRORS['agent-not-loaded'];
    const message = `${title.replace('agent', name)} (${cause})`;
    const reported = (importModule.reported ??= new Set());
    if (!reported.has(name)) platform.warn(`[wm-polyfill] ${message} ${fix} (${name}-not-loaded)`);
    reported.add(name);
    onFailure?.({ code: 'agent-not-loaded', message, fix });
  }
}
