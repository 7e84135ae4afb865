import type { Browser } from 'playwright-core';
import { findChromium } from './find-chromium.js';

/** @throws Error with a one-line message if playwright-core or a browser is missing. */
export async function openBrowser(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Browser> {
  const { chromium } = await import('playwright-core').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new Error('wm check requires playwright-core. Install it: npm install --save-dev playwright-core');
  });
  return chromium.launch({
    executablePath: findChromium(environment, chromium.executablePath()),
    // As root, Chromium starts only without its sandbox.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
}
