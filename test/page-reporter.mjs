import { appendFileSync } from 'node:fs';

/** The counts for test/run.mjs as a line of JSON in the file TEST_RESULTS, one per browser. */
export function pageReporter() {
  return {
    stop({ sessions }) {
      const byBrowser = new Map();
      for (const session of sessions) {
        const counts = byBrowser.get(session.browser.name) ?? { passed: 0, failed: 0, skipped: 0 };
        byBrowser.set(session.browser.name, counts);
        countSession(session, counts);
      }
      if (!process.env.TEST_RESULTS) return;
      for (const [browser, counts] of byBrowser) {
        appendFileSync(process.env.TEST_RESULTS, `${JSON.stringify({ part: browser, ...counts })}\n`);
      }
    },
  };
}

function countSession(session, counts) {
  const before = { ...counts };
  countSuite(session.testResults, counts);
  const failedTests = counts.failed - before.failed;
  const ran = counts.passed - before.passed + failedTests + counts.skipped - before.skipped;
  // A file that crashed, was never started or has no test is one failure, also when nothing in it says so.
  const crashed = session.errors?.length > 0 || (!session.passed && failedTests === 0);
  if (crashed || ran === 0) counts.failed++;
  if (!crashed && ran === 0) console.error(`No test ran in ${session.testFile} (${session.browser.name}).`);
}

function countSuite(suite, counts) {
  for (const test of suite?.tests ?? []) {
    counts[test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed']++;
  }
  for (const inner of suite?.suites ?? []) countSuite(inner, counts);
}
