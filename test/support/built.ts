import { existsSync } from 'node:fs';
import { join } from 'node:path';

const BESIDE_BUNDLED_PACKAGES = join(process.env['WM_TEST_COMPILED'] ?? '', 'dist/node');

/** The folder of the built programs. In the test runner it is a copy, which starts in half the time. */
export const BUILT = existsSync(BESIDE_BUNDLED_PACKAGES) ? BESIDE_BUNDLED_PACKAGES : 'dist/node';

/** The built `wm`. */
export const WM = join(BUILT, 'cli.js');
