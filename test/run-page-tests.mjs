import { bundlePageTests } from './bundle-page-tests.mjs';
import { runCommand } from './run-command.mjs';
import { add, newTotal } from './total.mjs';

/**
 * Runs two browsers at a time. Firefox takes longer than the others together, so some of its files run after
 * theirs. Each run has its own server and storage.
 */
export async function runPageTests(files, browsers) {
  console.log(`\n# Page tests: ${files.length} files in ${browsers.join(', ')}`);
  await bundlePageTests(files);
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
