/**
 * Features that few pages need, loaded on demand. A bundler makes a chunk of each. The build of wm.js puts
 * the same modules into its directory as `wm-<name>.js`.
 */
export interface LazyModules {
  /** What pays. The boot script loads it when the page has something to pay. */
  agent: typeof import('../agent.js');
  passive: typeof import('../passive-agent/passive-agent.js');
  connect: typeof import('../connection/connect-handshake.js');
  diagnostics: typeof import('../diagnostics/report-configuration-problems.js');
  legacy: typeof import('../legacy/legacy.js');
  policy: typeof import('../policy/document-policy.js');
  trace: typeof import('../trace/open-trace.js');
  simulation: typeof import('../../simulation/start-simulation.js');
  'simulation-control': typeof import('../../simulation/control/open-control.js');
  /** Defines `<wm-status>`. */
  status: unknown;
  /** What `<wm-status>` shows as a panel. */
  'status.panel': unknown;
  /** Defines `<wm-flow>`. */
  flow: unknown;
}

const LAZY_MODULES: { [Name in keyof LazyModules]: () => Promise<LazyModules[Name]> } = {
  agent: () => import('../agent.js'),
  passive: () => import('../passive-agent/passive-agent.js'),
  connect: () => import('../connection/connect-handshake.js'),
  diagnostics: () => import('../diagnostics/report-configuration-problems.js'),
  legacy: () => import('../legacy/legacy.js'),
  policy: () => import('../policy/document-policy.js'),
  simulation: () => import('../../simulation/start-simulation.js'),
  'simulation-control': () => import('../../simulation/control/open-control.js'),
  trace: () => import('../trace/open-trace.js'),
  // The elements depend on Lit. A page that uses a bundler imports the elements that it wants.
  status: () => Promise.resolve(),
  'status.panel': () => Promise.resolve(),
  flow: () => Promise.resolve(),
};

/** Whether the lazy modules are files beside the script. */
export const HAS_LAZY_FILES: boolean = false;

// The build of wm.js replaces this module by one that imports wm-<name>.js.
/** @param directory URL of the files `wm-<name>.js`. Null: the module beside this one. */
export function importLazyModule<Name extends keyof LazyModules>(
  name: Name,
  url: string,
  directory: string | null,
): Promise<LazyModules[Name]> {
  return directory === null ? LAZY_MODULES[name]() : import(url);
}
