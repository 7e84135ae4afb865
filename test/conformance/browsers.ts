import { type Browser, launch } from 'puppeteer-core';
import { CHROMIUM_FLAGS } from '../chromium-flags.mjs';
import '../support/wait-by-clock.js';

export type BrowserName = 'chromium' | 'firefox';

export function launchBrowser(name: BrowserName, extension: string | null): Promise<Browser> {
  return name === 'firefox' ? launchFirefox() : launchChromium(extension);
}

function launchChromium(extension: string | null): Promise<Browser> {
  const args = CHROMIUM_FLAGS.map((flag) =>
    flag.startsWith('--host-resolver-rules') ? `${flag}, EXCLUDE *.localhost` : flag,
  ).filter((flag) => extension === null || flag !== '--disable-extensions');
  return launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [...args, '--autoplay-policy=no-user-gesture-required'],
    ...(extension !== null && { enableExtensions: [extension] }),
    // Puppeteer's own default, which would make the subtests about the back/forward cache say nothing.
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
