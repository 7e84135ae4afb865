import { type Browser, launch } from 'puppeteer-core';
import { CHROMIUM, CHROMIUM_FLAGS, CHROMIUM_SHELL } from '../chromium.mjs';
import '../support/browsers/poll-wait-for-function.js';

/** `chromium-shell`: without a window, for pages that are always visible and never restored. */
export type BrowserName = 'chromium' | 'chromium-shell' | 'firefox';

export function launchBrowser(name: BrowserName, extension: string | null): Promise<Browser> {
  if (name === 'firefox') return launchFirefox();
  return launchChromium(name === 'chromium' ? CHROMIUM : CHROMIUM_SHELL, extension);
}

function launchChromium(executablePath: string, extension: string | null): Promise<Browser> {
  const args = CHROMIUM_FLAGS.map((flag) =>
    flag.startsWith('--host-resolver-rules') ? `${flag}, EXCLUDE *.localhost` : flag,
  ).filter((flag) => extension === null || flag !== '--disable-extensions');
  return launch({
    executablePath,
    args: [...args, '--autoplay-policy=no-user-gesture-required'],
    ...(extension !== null && { enableExtensions: [extension] }),
    // Puppeteer disables the back/forward cache by default, so that its subtests would have no result.
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
}

function launchFirefox(): Promise<Browser> {
  // Without this variable Firefox ignores the preference services.settings.server below.
  process.env['MOZ_REMOTE_SETTINGS_DEVTOOLS'] = '1';
  return launch({
    browser: 'firefox',
    executablePath: process.env['FIREFOX'] ?? '/usr/bin/firefox-esr',
    extraPrefsFirefox: {
      'media.autoplay.default': 0,
      'services.settings.server': 'data:,#remote-settings-dummy/v1',
      'network.captive-portal-service.enabled': false,
      'network.connectivity-service.enabled': false,
    },
  });
}
