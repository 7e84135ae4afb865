// The sum of several test runs: the counts, and the text of each failure.

export function newTotal() {
  return { passed: 0, failed: 0, skipped: 0, failures: [] };
}

export function add(total, { passed, failed, skipped, failures }) {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  total.failures.push(...failures);
}

export function fail(total, text) {
  console.error(text);
  total.failed++;
  total.failures.push(`\n✗ ${text}\n`);
}
