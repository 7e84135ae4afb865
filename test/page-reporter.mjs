import { appendFileSync } from 'node:fs';
import { relative } from 'node:path';

/**
 * Appends the counts and the failures to the file TEST_RESULTS, as one line of JSON per browser for
 * test/run.mjs.
 */
export function pageReporter() {
  return {
    stop({ sessions }) {
      const byBrowser = new Map();
      for (const session of sessions) {
        const results = byBrowser.get(session.browser.name) ?? newResults();
        byBrowser.set(session.browser.name, results);
        addSession(session, results);
      }
      if (!process.env.TEST_RESULTS) return;
      for (const [browser, results] of byBrowser) {
        appendFileSync(process.env.TEST_RESULTS, `${JSON.stringify({ part: browser, ...results })}\n`);
      }
    },
  };
}

function newResults() {
  return { passed: 0, failed: 0, skipped: 0, failures: [] };
}

function addSession(session, results) {
  const file = `${relative(process.cwd(), session.testFile)} (${session.browser.name})`;
  const before = { ...results };
  addSuite(session.testResults, results, file);
  const failedTests = results.failed - before.failed;
  const ran = results.passed - before.passed + failedTests + results.skipped - before.skipped;
  // A file that crashed, did not start or contains no test counts as one failure, even without an error.
  const crashed = session.errors?.length > 0 || (!session.passed && failedTests === 0);
  if (!crashed && ran > 0) return;
  const errors = session.errors?.map(textOf) ?? [];
  fail(results, [
    file,
    ...(errors.length ? errors : [crashed ? 'The file did not finish.' : 'No test ran in this file.']),
  ]);
}

function addSuite(suite, results, path) {
  for (const test of suite?.tests ?? []) {
    if (test.skipped) results.skipped++;
    else if (test.passed) results.passed++;
    else fail(results, [`${path} › ${test.name}`, textOf(test.error)]);
  }
  for (const inner of suite?.suites ?? []) addSuite(inner, results, `${path} › ${inner.name}`);
}

function fail(results, lines) {
  results.failed++;
  results.failures.push(`\n✗ ${lines.join('\n').replaceAll('\n', '\n    ')}\n`);
}

function textOf(error) {
  return [error?.message ?? 'The test failed without an error message.', error?.stack]
    .filter(Boolean)
    .join('\n');
}
