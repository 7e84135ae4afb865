import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';

const ROOT = process.cwd();

/** Packs the package and unpacks it into a project with its dependencies only. Resolves with the tarball. */
export async function installPackage(project: string): Promise<Buffer> {
  const installed = join(project, 'node_modules', 'wm-polyfill');
  await mkdir(installed, { recursive: true });
  const [packed] = JSON.parse(
    await runInFolder('npm', ['pack', '--json', '--pack-destination', project], ROOT),
  );
  const file = join(project, packed.filename);
  await runInFolder('tar', ['-xzf', file, '-C', installed, '--strip-components=1'], project);
  const { dependencies } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) {
    const link = join(project, 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(ROOT, 'node_modules', name), link);
  }
  return readFile(file);
}

/**
 * Resolves with the command's output.
 * @throws with the complete output
 */
export async function runInFolder(command: string, words: readonly string[], cwd: string): Promise<string> {
  const { stdout } = await promisify(execFile)(command, words, { cwd, maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

/** All files of a folder and its subfolders, as relative paths in a fixed order. */
export async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}
