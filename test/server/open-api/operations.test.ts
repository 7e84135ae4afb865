import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { OPERATIONS_FILE, operationsSource } from './operations-source.js';

test('the operations are those of the installed documents (npm run open-api writes them)', async () => {
  assert.equal(readFileSync(OPERATIONS_FILE, 'utf8'), await operationsSource());
});
