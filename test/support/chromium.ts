import { type Browser, launch, type Viewport } from 'puppeteer-core';
import { CHROMIUM, CHROMIUM_FLAGS, CHROMIUM_SHELL } from '../chromium.mjs';
import './wait-by-clock.js';

/** Debian's Chromium, headless. Its tabs hide each other as a person's do. */
export function launchChromium(viewport?: Viewport): Promise<Browser> {
  return launch({
    executablePath: CHROMIUM,
    args: CHROMIUM_FLAGS,
    ...(viewport && { defaultViewport: viewport }),
  });
}

/** The same engine without a window: its tabs are always seen. */
export function launchChromiumShell(): Promise<Browser> {
  return launch({ executablePath: CHROMIUM_SHELL, args: CHROMIUM_FLAGS });
}
