import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
];

const ELSEWHERE: Partial<Record<NodeJS.Platform, string[]>> = {
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
 * Chromium, Chrome or Edge: what `CHROME_PATH` names, else what is installed.
 * @param bundled where playwright-core would have put its own.
 * @throws Error with one line that says what to do.
 */
export function findChromium({ CHROME_PATH, PATH = '' }: Environment, bundled: string): string {
  if (CHROME_PATH) {
    if (isProgram(CHROME_PATH)) return CHROME_PATH;
    throw new Error(`CHROME_PATH=${CHROME_PATH} is not a program. Correct or unset it`);
  }
  const folders = PATH.split(delimiter).filter(Boolean);
  const found = [
    ...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))),
    ...(ELSEWHERE[process.platform] ?? []),
    bundled,
  ].find(isProgram);
  if (found !== undefined) return found;
  throw new Error(
    'There is no Chromium here. Install one (npx playwright-core install chromium), or name it: CHROME_PATH=/path/to/chrome',
  );
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
