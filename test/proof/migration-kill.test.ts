import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import Database from 'libsql';
import { seededRandom } from '../support/wallet-random.js';
import { startProofProcess } from './process.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 1e9);
const folder = mkdtempSync(join(tmpdir(), 'wm-migrate-'));
after(() => rmSync(folder, { recursive: true }));

/** Answers how many statements there were; undefined when it was killed at one. */
async function migrate(file: string, at: number): Promise<number | undefined> {
  const { said, ended } = await startProofProcess('migrate', { file, at });
  await ended;
  return said as number | undefined;
}

test(`a migration that is killed leaves nothing or all of it, and the next start completes it (SEED=${seed})`, async () => {
  const random = seededRandom(seed);
  const whole = join(folder, 'whole.db');
  const statements = Number(await migrate(whole, 0));
  const schema = schemaOf(whole);
  assert.ok(statements > 10);
  for (let round = 0; round < 3; round += 1) {
    const file = join(folder, `${round}.db`);
    const at = 1 + Math.floor(random() * statements);
    assert.equal(await migrate(file, at), undefined, 'killed');
    const left = schemaOf(file).filter((sql) => !sql.includes('kysely_'));
    assert.deepEqual(left, [], `killed at statement ${at}`);
    await migrate(file, 0);
    assert.deepEqual(schemaOf(file), schema);
  }
});

function schemaOf(file: string): string[] {
  const database = new Database(file);
  const rows = database.prepare('SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name').all();
  database.close();
  return (rows as { sql: string }[]).map(({ sql }) => sql);
}
