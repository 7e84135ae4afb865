import { existsSync } from 'node:fs';

const DEBIANS_SHELL = '/usr/bin/chromium-headless-shell';

/** The browser as people have it: tabs that hide each other, extensions, a back/forward cache. */
export const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** The same engine without a window, for what needs none of that: a page opens in a third of the time. Who names a CHROMIUM wants that one. */
export const CHROMIUM_SHELL =
  process.env.CHROMIUM_SHELL ??
  (process.env.CHROMIUM === undefined && existsSync(DEBIANS_SHELL) ? DEBIANS_SHELL : CHROMIUM);

/** For Debian's Chromium as root, asking nobody outside this machine for anything. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  // Without this flag it still looks up hosts of its vendor.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
];
