/** What few pages need lies in files of its own beside wm.js, imported when it is needed. */
export interface Parts {
  connect(): Promise<typeof import('./connect-handshake.js')>;
  policy(): Promise<typeof import('./policy/document-policy.js')>;
  legacy(): Promise<typeof import('./legacy/legacy.js')>;
}

/**
 * `directory` is the URL of the directory that wm.js came from: a classic script from another origin cannot import relative to itself.
 * A module, which has no URL of its own to give (null), can.
 */
export function partsOf(directory: string | null): Parts {
  const beside = (name: string): Promise<never> => import(`${directory}wm-${name}.js`) as Promise<never>;
  if (directory !== null) {
    return {
      connect: () => beside('connect'),
      policy: () => beside('policy'),
      legacy: () => beside('legacy'),
    };
  }
  return {
    connect: () => import('./connect-handshake.js'),
    policy: () => import('./policy/document-policy.js'),
    legacy: () => import('./legacy/legacy.js'),
  };
}
