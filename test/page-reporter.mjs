import { appendFileSync } from 'node:fs';
import { relative } from 'node:path';

/** The counts, and each failure, for test/run.mjs: a line of JSON in the file TEST_RESULTS for each browser. */
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
  // A file that crashed, was never started or has no test is one failure, also when nothing in it says so.
  const crashed = session.errors?.length > 0 || (!session.passed && failedTests === 0);
  if (!crashed && ran > 0) return;
  const errors = session.errors?.map(textOf) ?? [];
  fail(results, [file, ...(errors.length ? errors : [crashed ? 'It did not end.' : 'No test ran in it.'])]);
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
  return [error?.message ?? 'It tells no error.', error?.stack].filter(Boolean).join('\n');
}
