import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const EXECUTABLE_NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
];

const DEFAULT_PATHS: Partial<Record<NodeJS.Platform, string[]>> = {
  darwin: ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
    (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
  ),
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((folder) =>
    ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'].map((file) =>
      join(process.env[folder] ?? 'C:', file),
    ),
  ),
};

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Finds Chromium, Chrome or Edge: the one in `CHROME_PATH`, else an installed one.
 * @param bundled the path at which playwright-core installs its own Chromium.
 * @throws Error with a one-line fix.
 */
export function findChromium({ CHROME_PATH, PATH = '' }: Environment, bundled: string): string {
  if (CHROME_PATH) {
    if (isExecutable(CHROME_PATH)) return CHROME_PATH;
    throw new Error(`CHROME_PATH=${CHROME_PATH} is not an executable file. Correct or unset it`);
  }
  const folders = PATH.split(delimiter).filter(Boolean);
  const found = [
    ...EXECUTABLE_NAMES.flatMap((name) => folders.map((folder) => join(folder, name))),
    ...(DEFAULT_PATHS[process.platform] ?? []),
    bundled,
  ].find(isExecutable);
  if (found !== undefined) return found;
  throw new Error(
    'No Chromium found. Install one (npx playwright-core install chromium), or set CHROME_PATH=/path/to/chrome',
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
