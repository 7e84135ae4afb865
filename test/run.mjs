// node test/run.mjs [node|page|quick] [files]: runs all tests, one part of them, or the named files.
// BROWSERS=chromium limits the browsers.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { clock, since } from './clock.mjs';
import { compile } from './compile.mjs';
import { findBrowsers } from './find-browsers.mjs';
import { runNodeTests, runPostgresTests } from './run-node-tests.mjs';
import { runPageTests } from './run-page-tests.mjs';
import {
  allTests,
  existingFile,
  isFlow,
  isPageTest,
  isQuick,
  keepsData,
  needsPostgres,
} from './select-tests.mjs';
import { useOwnTemporaryFolder } from './temporary-folder.mjs';
import { add, fail, newTotal } from './total.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const [part, ...rest] = process.argv.slice(2);
const isPart = ['node', 'page', 'quick'].includes(part);
process.exitCode = await main(isPart ? part : undefined, (isPart ? rest : [part, ...rest]).filter(Boolean));

async function main(onlyPart, named) {
  const total = newTotal();
  const readLeftFiles = useOwnTemporaryFolder();
  try {
    let start = clock();
    for await (const results of runParts(onlyPart, named)) {
      add(total, results);
      const { seconds, busy, all } = since(start);
      console.log(`  ${seconds.toFixed(0)} s, processors ${((100 * busy) / all).toFixed(0)} % busy`);
      start = clock();
    }
  } catch (error) {
    fail(total, error.message);
  }
  const left = readLeftFiles();
  if (left.length) fail(total, `Tests left files in the temporary folder: ${left.join(', ')}`);
  // Repeated at the end, because the output is long.
  if (total.failures.length) console.log('\n# Failures\n', ...total.failures);
  const skipped = total.skipped ? `, ${total.skipped} skipped` : '';
  console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
  return total.failed ? 1 : 0;
}

async function* runParts(onlyPart, named) {
  const files = named.length ? named.map(existingFile) : allTests();
  const pageFiles = files.filter(isPageTest);
  const nodeFiles = files.filter((file) => !isPageTest(file));
  const wanted = (name, list) => (onlyPart ? onlyPart === name : !named.length || list.length > 0);
  const browsers = (process.env.BROWSERS ?? 'chromium,firefox,webkit').split(',');

  if (onlyPart === 'quick') return yield* runQuick(files.filter(isQuick));

  if (wanted('page', pageFiles)) Object.assign(process.env, findBrowsers(browsers));
  if (!named.length) yield build();
  if (wanted('node', nodeFiles)) {
    await compile();
    const flows = nodeFiles.filter(isFlow);
    const others = nodeFiles.filter((file) => !isFlow(file) && !needsPostgres(file));
    const onPostgres = nodeFiles.filter((file) => needsPostgres(file) || keepsData(file));
    // Flows wait for browsers with real timeouts, so they do not run at the same time as tests that kill
    // processes.
    if (others.length || !nodeFiles.length) yield runNodeTests('Node tests', others);
    if (onPostgres.length) yield runPostgresTests(onPostgres);
    if (flows.length) yield runNodeTests('Flows in browsers', flows);
  }
  if (wanted('page', pageFiles)) yield runPageTests(pageFiles, browsers);
}

/** No build, no PostgreSQL, and no browser but Chromium. */
async function* runQuick(files) {
  Object.assign(process.env, findBrowsers(['chromium']));
  await compile();
  const pageTests = runPageTests(files.filter(isPageTest), ['chromium']);
  yield await runNodeTests(
    'Node tests',
    files.filter((file) => !isPageTest(file)),
  );
  yield await pageTests;
}

function build() {
  console.log('\n# Build');
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
  const results = newTotal();
  if (status !== 0) fail(results, 'The build failed. See above; npm run build repeats it.');
  return results;
}
