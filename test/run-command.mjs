import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { add, fail, newTotal } from './total.mjs';

/**
 * Runs the command and adds up what its reporter wrote. Each expected part that ran no test, and a crash, is a failure.
 * @param env besides what this process has.
 * @param later true keeps what it prints until its end, for one that runs beside others.
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
