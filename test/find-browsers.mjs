import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { foldersOfPath, install, isExecutable } from './install.mjs';

const NAMES = {
  chromium: {
    CHROMIUM: ['chromium', 'chromium-browser', 'google-chrome'],
    CHROMIUM_SHELL: ['chromium-headless-shell', 'chrome-headless-shell'],
  },
  firefox: { FIREFOX: ['firefox-esr', 'firefox'] },
  webkit: { WEBKIT_DRIVER: ['WebKitWebDriver'], MINIBROWSER: ['MiniBrowser'], XVFB: ['Xvfb'] },
};

/**
 * Finds the programs of these browsers and installs missing ones with apt-get, if that is possible.
 * @returns environment variables with the paths of the programs.
 * @throws Error with one line that names what to install.
 */
export function findBrowsers(browsers) {
  const unknown = browsers.find((browser) => !(browser in NAMES));
  if (unknown !== undefined) {
    throw new Error(`BROWSERS: "${unknown}" is not one of ${Object.keys(NAMES).join(', ')}.`);
  }
  let { found, missing } = look(browsers);
  if (missing.length && install('setup-browsers.sh')) ({ found, missing } = look(browsers));
  // The headless shell is optional: Chromium with a window can do the same, more slowly.
  missing = missing.filter((name) => !NAMES.chromium.CHROMIUM_SHELL.includes(name));
  if (missing.length) {
    throw new Error(
      `Missing: ${missing.join(', ')}. Run test/setup-browsers.sh as root (Debian, Ubuntu), or name other browsers: BROWSERS=chromium npm test`,
    );
  }
  return found;
}

function look(browsers) {
  const found = {};
  const missing = [];
  for (const browser of browsers) {
    for (const [variable, names] of Object.entries(NAMES[browser])) {
      // A Chromium that the user chose also replaces the headless shell.
      const named =
        process.env[variable] ?? (variable === 'CHROMIUM_SHELL' ? process.env.CHROMIUM : undefined);
      if (named && !isExecutable(named))
        throw new Error(`${variable}=${named} is not a program. Correct or unset it.`);
      const path = named ?? names.flatMap(placesOf).find(isExecutable);
      if (path) found[variable] = path;
      else missing.push(names[0]);
    }
  }
  return { found, missing };
}

function placesOf(name) {
  const folders = foldersOfPath();
  if (name === 'MiniBrowser') {
    // WebKitGTK keeps it out of PATH, in an architecture folder: /usr/lib/x86_64-linux-gnu/webkit2gtk-4.1
    folders.push(...listOf('/usr/lib').map((machine) => join('/usr/lib', machine, 'webkit2gtk-4.1')));
  }
  return folders.map((folder) => join(folder, name));
}

function listOf(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
