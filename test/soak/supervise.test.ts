import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { supervise } from './supervise.js';

const folder = mkdtempSync(join(tmpdir(), 'wm-supervise-'));
after(() => rmSync(folder, { recursive: true }));
const where = join(folder, 'where');

/** Leaves a file in its temporary folder, and a process that would go on for ever, and tells which: then `rest`. */
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
  'that is done': {
    rest: `process.send({ seen: 'all is well' }, () => process.exit(0))`,
    well: true,
    says: /^soak: all is well$/m,
  },
  'that fails': {
    rest: `process.exit(1)`,
    says: /^soak: FAILED after \d+ s, at: 3 of 10 payments$/m,
  },
  'that lets nothing else happen': {
    rest: 'for (;;);',
    limit: 1_500,
    says: /^soak: FAILED: not done after \d+ s; for \d+ s it has been at: 3 of 10 payments$/m,
  },
  'that somebody stops': {
    rest: '',
    stop: true,
    says: /^soak: FAILED after \d+ s, at: 3 of 10 payments$/m,
  },
};

for (const [name, { rest, limit = 60_000, stop = false, well = false, says }] of Object.entries(ENDS)) {
  test(`a soak ${name} says so, and leaves no process and no file behind`, async () => {
    const lines: string[] = [];
    const stopping = new AbortController();
    const isWell = await supervise({
      ...{ name: 'soak', command: ['-e', program(rest)], limit, every: 20 },
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

/** A process whose parent has ended before it waits for nobody to be told of its end. */
function hasEnded(pid: number): boolean {
  try {
    return / Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    // It is gone altogether.
    return true;
  }
}
