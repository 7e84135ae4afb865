import { type Browser, launch, type Viewport } from 'puppeteer-core';
import { CHROMIUM_FLAGS } from '../chromium-flags.mjs';
import './wait-by-clock.js';

/** Debian's Chromium, headless. Its tabs hide each other as a person's do. */
export function launchChromium(viewport?: Viewport): Promise<Browser> {
  return launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: CHROMIUM_FLAGS,
    ...(viewport && { defaultViewport: viewport }),
  });
}
