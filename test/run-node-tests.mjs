import { COMPILED, compiledPath } from './compile.mjs';
import { findOrInstallPostgres, WITHOUT_POSTGRES } from './find-postgres.mjs';
import { groupFiles } from './group-files.mjs';
import { runCommand } from './run-command.mjs';
import { newTotal } from './total.mjs';

const NODE = [process.execPath, '--enable-source-maps'];

export function runNodeTests(title, files, wrapper = []) {
  console.log(`\n# ${title}: ${files.length} files`);
  const options = ['--test', '--test-concurrency=3', '--test-timeout=600000'];
  const reporter = ['--test-reporter=./test/node-reporter.mjs', '--test-reporter-destination=stdout'];
  const programs = Object.fromEntries(groupFiles(files));
  const names = Object.keys(programs);
  // Without a file, node --test would look for tests by itself.
  const command = names.length ? [...wrapper, ...NODE, ...options, ...reporter, ...names] : ['true'];
  const env = { WM_TEST_COMPILED: COMPILED, WM_TEST_PROGRAMS: JSON.stringify(programs) };
  return runCommand(command, ['node'], { env });
}

/** Runs the tests that need PostgreSQL, and repeats the tests that support both databases. */
export function runPostgresTests(files) {
  if (findOrInstallPostgres())
    return runNodeTests('Node tests on PostgreSQL', files, [
      ...NODE,
      compiledPath('test/support/postgres/with-postgres.ts'),
    ]);
  console.log(`\n# ${files.length} files are skipped. ${WITHOUT_POSTGRES}`);
  return { ...newTotal(), skipped: files.length };
}
