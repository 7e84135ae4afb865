import { once } from 'node:events';
import { createServer } from 'node:net';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { puppeteerLauncher } from '@web/test-runner-puppeteer';
import { webdriverLauncher } from '@web/test-runner-webdriver';
import { serveBundles } from './test/bundle-page-tests.mjs';
import { CHROMIUM_FLAGS, CHROMIUM_SHELL } from './test/chromium.mjs';
import { pageReporter } from './test/page-reporter.mjs';

// Without this variable Firefox ignores the preference services.settings.server below.
process.env.MOZ_REMOTE_SETTINGS_DEVTOOLS = '1';

const firefoxPreferences = {
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
};

const launchers = {
  chromium: () =>
    chromeLauncher({
      launchOptions: {
        executablePath: CHROMIUM_SHELL,
        headless: true,
        args: CHROMIUM_FLAGS,
      },
    }),
  firefox: () =>
    puppeteerLauncher({
      launchOptions: {
        browser: 'firefox',
        executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr',
        headless: true,
        extraPrefsFirefox: firefoxPreferences,
      },
    }),
  webkit: () =>
    webdriverLauncher({
      automationProtocol: 'webdriver',
      hostname: '127.0.0.1',
      port: Number(process.env.WEBKIT_DRIVER_PORT ?? 4455),
      path: '/',
      logLevel: 'error',
      capabilities: {
        browserName: 'MiniBrowser',
        'wdio:enforceWebDriverClassic': true,
        'webkitgtk:browserOptions': {
          binary: process.env.MINIBROWSER ?? '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
          args: ['--automation'],
        },
      },
    }),
};

export default {
  files: 'test/page/**/*.test.ts',
  hostname: 'localhost', // http://localhost is a secure context
  port: await freePort(), // the runner's own search starts at 8000, where concurrent runs would collide
  middleware: [serveBundles],
  reporters: [defaultReporter({ reportTestProgress: false }), pageReporter()],
  browsers: (process.env.BROWSERS ?? 'chromium,firefox,webkit').split(',').map((name) => launchers[name]()),
  // Files share one origin and profile, so in parallel they would share IndexedDB.
  concurrentBrowsers: 1,
  concurrency: 1,
  browserStartTimeout: 60_000,
  testsStartTimeout: 60_000,
  testsFinishTimeout: 120_000,
  testFramework: { config: { timeout: 10_000, forbidOnly: true } },
  coverageConfig: { include: ['src/**/*.ts'], reporters: ['text', 'lcovonly'], reportDir: 'coverage' },
};

async function freePort() {
  const server = createServer().listen(0, 'localhost');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
