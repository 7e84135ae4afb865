import { type Browser, launch } from 'puppeteer-core';
import { CHROMIUM_FLAGS } from '../chromium-flags.mjs';
import './wait-by-clock.js';

/** Debian's Chromium, headless. Its tabs hide each other as a person's do. */
export function launchChromium(): Promise<Browser> {
  return launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: CHROMIUM_FLAGS });
}
