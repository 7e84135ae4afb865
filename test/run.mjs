// node test/run.mjs [node|page] [files]: runs all tests, one part of them, or the named files.
// BROWSERS=chromium limits the browsers.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, normalize, relative } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { COMPILED, compile, compiledPath } from './compile.mjs';
import { findBrowsers } from './find-browsers.mjs';
import { groupFiles } from './group-files.mjs';
import { findOrInstallPostgres, WITHOUT_POSTGRES } from './find-postgres.mjs';
import { runCommand } from './run-command.mjs';
import { add, fail, newTotal } from './total.mjs';

const DATA_FOLDERS = ['database', 'provider', 'attacks'].map((name) => join('test', name));
const NODE = [process.execPath, '--enable-source-maps'];
const FLOW_FOLDERS = ['flow', 'conformance'].map((name) => join('test', name));

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const [part, ...rest] = process.argv.slice(2);
const isPart = part === 'node' || part === 'page';
process.exitCode = await main(isPart ? part : undefined, (isPart ? rest : [part, ...rest]).filter(Boolean));

async function main(onlyPart, named) {
  const total = newTotal();
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
  // Repeated at the end, because the output is long.
  if (total.failures.length) console.log('\n# Failures\n', ...total.failures);
  const skipped = total.skipped ? `, ${total.skipped} skipped` : '';
  console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
  return total.failed ? 1 : 0;
}

/** The current time in seconds, and the processor time in milliseconds. */
function clock() {
  const times = cpus().map(({ times }) => times);
  const idle = times.reduce((sum, time) => sum + time.idle, 0);
  const all = times.reduce((sum, time) => sum + Object.values(time).reduce((some, part) => some + part), 0);
  return { seconds: performance.now() / 1000, busy: all - idle, all };
}

function since(start) {
  const now = clock();
  return Object.fromEntries(Object.entries(start).map(([name, value]) => [name, now[name] - value]));
}

async function* runParts(onlyPart, named) {
  const files = named.length ? named.map(existingFile) : allTests();
  const pageFiles = files.filter(isPageTest);
  const nodeFiles = files.filter((file) => !isPageTest(file));
  const wanted = (name, list) => (onlyPart ? onlyPart === name : !named.length || list.length > 0);
  const browsers = (process.env.BROWSERS ?? 'chromium,firefox,webkit').split(',');

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

function build() {
  console.log('\n# Build');
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
  const results = newTotal();
  if (status !== 0) fail(results, 'The build failed. See above; npm run build repeats it.');
  return results;
}

/** Runs the tests that need PostgreSQL, and repeats the tests that support both databases. */
function runPostgresTests(files) {
  if (findOrInstallPostgres())
    return runNodeTests('Node tests on PostgreSQL', files, [
      ...NODE,
      compiledPath('test/support/postgres/with-postgres.ts'),
    ]);
  console.log(`\n# ${files.length} files are skipped. ${WITHOUT_POSTGRES}`);
  return { ...newTotal(), skipped: files.length };
}

function runNodeTests(title, files, wrapper = []) {
  console.log(`\n# ${title}: ${files.length} files`);
  const options = ['--test', '--test-concurrency=2', '--test-timeout=600000'];
  const reporter = ['--test-reporter=./test/node-reporter.mjs', '--test-reporter-destination=stdout'];
  const programs = Object.fromEntries(groupFiles(files));
  const names = Object.keys(programs);
  // Without a file, node --test would look for tests by itself.
  const command = names.length ? [...wrapper, ...NODE, ...options, ...reporter, ...names] : ['true'];
  const env = { WM_TEST_COMPILED: COMPILED, WM_TEST_PROGRAMS: JSON.stringify(programs) };
  return runCommand(command, ['node'], { env });
}

/**
 * Runs two browsers at a time. Firefox takes longer than the others together, so some of its files run after
 * theirs. Each run has its own server and storage.
 */
async function runPageTests(files, browsers) {
  console.log(`\n# Page tests: ${files.length} files in ${browsers.join(', ')}`);
  const quick = browsers.filter((name) => name !== 'firefox');
  const lanes = [[], quick.map((name) => [name, files])];
  if (browsers.includes('firefox')) {
    const later = quick.length > 0 ? files.filter((_, index) => index % 5 > 2) : [];
    lanes[0].push(['firefox', files.filter((file) => !later.includes(file))]);
    if (later.length > 0) lanes[1].push(['firefox', later]);
  }
  const total = newTotal();
  const runLane = async (lane) => {
    for (const [browser, some] of lane) add(total, await runPageTestsIn(browser, some));
  };
  await Promise.all(lanes.map(runLane));
  return total;
}

function runPageTestsIn(browser, files) {
  const runner = [process.execPath, 'node_modules/@web/test-runner/dist/bin.js', '--files', ...files];
  const command = browser === 'webkit' ? ['bash', 'test/with-webkit.sh', ...runner] : runner;
  const name = { chromium: 'Chrome', firefox: 'Firefox', webkit: 'MiniBrowser' }[browser];
  return runCommand(files.length ? command : ['true'], [name], { env: { BROWSERS: browser }, later: true });
}

function allTests() {
  return readdirSync('test', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join('test', name))
    .sort();
}

function existingFile(name) {
  if (!existsSync(name))
    throw new Error(`There is no test file ${name}. Name it from the repository's root.`);
  return relative('.', normalize(name));
}

function isPageTest(file) {
  return file.startsWith('test/page/');
}

function needsPostgres(file) {
  return file.endsWith('.postgres.test.ts');
}

function keepsData(file) {
  const inFolder = DATA_FOLDERS.some((folder) => file.startsWith(`${folder}/`));
  return (
    inFolder &&
    /openProviderDatabase\(|openSandbox(?:WithServices)?\(|open(?:Consent|Payer)Environment\(|testDatabase\(/.test(
      readFileSync(file, 'utf8'),
    )
  );
}

function isFlow(file) {
  return FLOW_FOLDERS.some((folder) => file.startsWith(`${folder}/`));
}
