import { bundlePageTests } from './bundle-page-tests.mjs';
import { runCommand } from './run-command.mjs';
import { add, newTotal } from './total.mjs';

/**
 * Runs all browsers at a time, because each mostly waits for its next page. Firefox takes twice as long as
 * the others, so it runs as two. Each run has its own server and storage.
 */
export async function runPageTests(files, browsers) {
  console.log(`\n# Page tests: ${files.length} files in ${browsers.join(', ')}`);
  await bundlePageTests(files);
  const runs = browsers.flatMap((browser) =>
    (browser === 'firefox' ? halves(files) : [files]).map((some) => [browser, some]),
  );
  const total = newTotal();
  for (const results of await Promise.all(runs.map((run) => runPageTestsIn(...run)))) add(total, results);
  return total;
}

function halves(files) {
  if (files.length < 2) return [files];
  return [0, 1].map((half) => files.filter((_, index) => index % 2 === half));
}

function runPageTestsIn(browser, files) {
  const runner = [process.execPath, 'node_modules/@web/test-runner/dist/bin.js', '--files', ...files];
  const command = browser === 'webkit' ? ['bash', 'test/with-webkit.sh', ...runner] : runner;
  const name = { chromium: 'Chrome', firefox: 'Firefox', webkit: 'MiniBrowser' }[browser];
  return runCommand(files.length ? command : ['true'], [name], { env: { BROWSERS: browser }, later: true });
}
