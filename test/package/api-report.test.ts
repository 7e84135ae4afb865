import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { test } from 'node:test';
import { publicEntries, REPORTS, reportApi } from './api-report.js';

const REWRITE = 'The public types have changed. If that is meant, run `npm run api` and commit the reports.';

test('each entry with types has a report, and no other', () => {
  const expected = publicEntries().map(([report]) => basename(report));
  assert.deepEqual(readdirSync(REPORTS).sort(), expected.sort(), REWRITE);
});

for (const [report, declarations] of publicEntries())
  test(`the public types are those of ${report}`, () => {
    assert.equal(reportApi(declarations), readFileSync(report, 'utf8'), REWRITE);
  });
