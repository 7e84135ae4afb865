import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';

const ROOT = process.cwd();

/** Packs the package and unpacks it into a project, beside its dependencies and nothing else. Resolves with the tarball. */
export async function install(project: string): Promise<Buffer> {
  const installed = join(project, 'node_modules', 'wm-polyfill');
  await mkdir(installed, { recursive: true });
  const [packed] = JSON.parse(await run('npm', ['pack', '--json', '--pack-destination', project], ROOT));
  const file = join(project, packed.filename);
  await run('tar', ['-xzf', file, '-C', installed, '--strip-components=1'], project);
  const { dependencies } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) {
    const link = join(project, 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(ROOT, 'node_modules', name), link);
  }
  return readFile(file);
}

/** Resolves with what the command prints. @throws with all that it has said */
export async function run(command: string, words: readonly string[], cwd: string): Promise<string> {
  const { stdout } = await promisify(execFile)(command, words, { cwd, maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

/** All files of a folder and of the folders in it, as paths below it, in one order. */
export async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}
