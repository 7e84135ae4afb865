import { type Browser, launch, type Viewport } from 'puppeteer-core';
import { CHROMIUM, CHROMIUM_FLAGS, CHROMIUM_SHELL } from '../../chromium.mjs';
import './poll-wait-for-function.js';

/** Debian's Chromium, headless. Like in a real window, only the front tab is visible. */
export function launchChromium(viewport?: Viewport): Promise<Browser> {
  return launch({
    executablePath: CHROMIUM,
    args: CHROMIUM_FLAGS,
    ...(viewport && { defaultViewport: viewport }),
  });
}

/** The same engine without a window: all of its tabs are always visible. */
export function launchChromiumShell(): Promise<Browser> {
  return launch({ executablePath: CHROMIUM_SHELL, args: CHROMIUM_FLAGS });
}
