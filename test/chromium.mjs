import { existsSync } from 'node:fs';

const DEBIANS_SHELL = '/usr/bin/chromium-headless-shell';

/**
 * Chromium with a window, as visitors run it: tabs that hide each other, extensions, a back/forward cache.
 */
export const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

/**
 * The same engine without a window. A page opens in a third of the time. The environment variable CHROMIUM
 * replaces it.
 */
export const CHROMIUM_SHELL =
  process.env.CHROMIUM_SHELL ??
  (process.env.CHROMIUM === undefined && existsSync(DEBIANS_SHELL) ? DEBIANS_SHELL : CHROMIUM);

/** Flags to run Debian's Chromium as root, without any request to other machines. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  // Without this flag, Chromium still resolves host names of its vendor.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
];
