import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { supervise } from './supervise.js';

const folder = mkdtempSync(join(tmpdir(), 'wm-supervise-'));
after(() => rmSync(folder, { recursive: true }));
const where = join(folder, 'where');

/** Leaves a file in its temporary folder and a process that never ends, reports both, then runs `rest`. */
const program = (rest: string) => `
  const { spawn } = require('node:child_process');
  const { writeFileSync } = require('node:fs');
  const file = require('node:path').join(require('node:os').tmpdir(), 'left');
  writeFileSync(file, '');
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  writeFileSync(${JSON.stringify(where)}, JSON.stringify({ file, pid: other.pid }));
  process.send({ at: '3 of 10 payments' }, () => { ${rest} });
`;

const ENDS: Record<string, { rest: string; limit?: number; stop?: boolean; well?: boolean; says: RegExp }> = {
  'that finishes': {
    rest: `process.send({ seen: 'no payment lost' }, () => process.exit(0))`,
    well: true,
    says: /^soak: no payment lost$/m,
  },
  'that fails': {
    rest: `process.exit(1)`,
    says: /^soak: FAILED after \d+ s, at: 3 of 10 payments$/m,
  },
  'that blocks its event loop': {
    rest: 'for (;;);',
    limit: 1_500,
    says: /^soak: FAILED: time limit after \d+ s; no progress for \d+ s, at: 3 of 10 payments$/m,
  },
  'that is stopped': {
    rest: '',
    stop: true,
    says: /^soak: FAILED after \d+ s, at: 3 of 10 payments$/m,
  },
};

for (const [name, { rest, limit: timeoutMs = 60_000, stop = false, well = false, says }] of Object.entries(
  ENDS,
)) {
  test(`a soak ${name} says so and leaves no process and no file behind`, async () => {
    const lines: string[] = [];
    const stopping = new AbortController();
    const isWell = await supervise({
      ...{ name: 'soak', command: ['-e', program(rest)], timeoutMs, progressIntervalMs: 20 },
      print(line) {
        lines.push(line);
        if (stop && line.includes('3 of 10')) stopping.abort();
      },
      stopped: stopping.signal,
    });
    assert.equal(isWell, well);
    assert.match(lines.join('\n'), says);
    if (!well) assert.match(lines.join('\n'), /^soak: after \d+ s: /m);
    const { file, pid } = JSON.parse(readFileSync(where, 'utf8')) as { file: string; pid: number };
    assert.ok(!existsSync(file));
    assert.ok(hasEnded(pid));
  });
}

/** In a container without an init process, an orphaned process stays as a zombie. */
function hasEnded(pid: number): boolean {
  try {
    return / Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    // The process does not exist any more.
    return true;
  }
}
