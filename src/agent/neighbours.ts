/** What few pages need. In a bundler's output each becomes a chunk; beside wm.js lie the same modules as `wm-<name>.js`. */
export interface Parts {
  aside: typeof import('./stand-aside.js');
  connect: typeof import('./connect-handshake.js');
  help: typeof import('./help.js');
  legacy: typeof import('./legacy/legacy.js');
  policy: typeof import('./policy/document-policy.js');
  trace: typeof import('./trace/open-trace.js');
  simulation: typeof import('./simulation/simulate.js');
  /** Defines `<wm-status>`. */
  status: unknown;
  /** Defines `<wm-flow>`. */
  flow: unknown;
}

const NEIGHBOURS: { [Name in keyof Parts]: () => Promise<Parts[Name]> } = {
  aside: () => import('./stand-aside.js'),
  connect: () => import('./connect-handshake.js'),
  help: () => import('./help.js'),
  legacy: () => import('./legacy/legacy.js'),
  policy: () => import('./policy/document-policy.js'),
  simulation: () => import('./simulation/simulate.js'),
  trace: () => import('./trace/open-trace.js'),
  // Lit is not for every module to carry: who wants an element imports it.
  status: () => Promise.resolve(),
  flow: () => Promise.resolve(),
};

// The build of wm.js puts an import of the file in the place of this module.
export function importNeighbour<Name extends keyof Parts>(name: Name): Promise<Parts[Name]> {
  return NEIGHBOURS[name]();
}
