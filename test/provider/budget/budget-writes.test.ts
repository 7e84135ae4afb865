import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';

const COLUMNS = [
  ...['budget', 'lowered_budget', 'rate', 'interval', 'interval_start', 'interval_end'],
  ...['spent', 'reserved', 'spent_unverified', 'failures'],
  ...['paid_at', 'visible_ms', 'counted_until', 'unpaid_ms'],
];

test('only the folder budget writes what a connection may spend and has spent', () => {
  const files = readdirSync('src/provider', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/^migrations/.test(name))
    .map((name) => join('src/provider', name));
  const writers = files.filter((file) => writesColumns(file));
  assert.deepEqual(writers.sort(), [
    'src/provider/budget/accrued-time.ts',
    'src/provider/budget/budget-state.ts',
    'src/provider/budget/budget.ts',
  ]);
});

/** Whether the file updates connections and names one of the columns in an object. */
function writesColumns(file: string): boolean {
  const text = readFileSync(file, 'utf8');
  if (!/updateTable\('connection|UPDATE connection/.test(text)) return false;
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const namesColumn = (node: ts.Node): boolean =>
    ((ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) &&
      COLUMNS.includes(node.name.getText(source))) ||
    ts.forEachChild(node, (child) => namesColumn(child) || undefined) === true;
  return namesColumn(source);
}
