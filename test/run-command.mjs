import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { add, fail, newTotal } from './total.mjs';

/**
 * Runs the command and adds up what its reporter wrote. A crash, and each expected part that ran no test,
 * count as failures.
 * @param env variables in addition to those of this process.
 * @param later true prints the output at the end, so that the output of parallel commands does not mix.
 */
export async function runCommand([program, ...options], expectedParts, { env = {}, later = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'wm-test-'));
  const file = join(folder, 'results');
  const child = spawn(program, options, {
    stdio: later ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    env: { ...process.env, ...env, TEST_RESULTS: file },
  });
  const printed = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => printed.push(data));
  const [status, signal] = await once(child, 'close');
  process.stdout.write(Buffer.concat(printed));
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  rmSync(folder, { recursive: true });

  const total = newTotal();
  const parts = lines.map((line) => JSON.parse(line));
  for (const results of parts) add(total, results);
  for (const expected of expectedParts) {
    const results = parts.find(({ part }) => part.startsWith(expected));
    if (!results || results.passed + results.failed === 0) fail(total, `No test ran in ${expected}.`);
  }
  if (status !== 0 && total.failed === 0)
    fail(total, `The test runner ended with ${signal ?? `exit code ${status}`}, though no test failed.`);
  return total;
}
