import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Progress, SILENT } from '../proof/progress.js';
import { freePorts } from '../support/free-ports.js';
import { startWalletClient } from '../support/wallet-client.js';
import { seededRandom } from '../support/wallet-random.js';
import { openSandboxPayer, RefusedError } from './sandbox-payer.js';
import { startSandboxProcess } from './sandbox-process.js';

const CONCURRENCY = 8;
const LONGEST_LIFE = 400;

/**
 * Kills the wallet `kills` times in the middle of payments and starts it again. What it has promised with a 201 is there and arrives,
 * once; what it has not promised is there once or not at all; the books balance.
 */
export async function runKills(
  kills: number,
  seed: number,
  progress: Progress = SILENT,
): Promise<{ promised: number; made: number }> {
  const random = seededRandom(seed);
  const folder = mkdtempSync(join(tmpdir(), 'wm-kill-'));
  const { visitor: port } = await freePorts();
  const client = await startWalletClient();
  let wallet = await startSandboxProcess(port, folder);
  try {
    const payer = await openSandboxPayer(wallet.origin, client);
    const promised = new Set<string>();
    let tried = 0;
    for (let count = 0; count < kills; count += 1) {
      progress(`kill ${count + 1} of ${kills}`);
      let alive = true;
      const payUntilDeath = async () => {
        while (alive) {
          await payer.pay({ n: (tried += 1) }).then(
            (id) => promised.add(id),
            (error: unknown) => {
              if (error instanceof RefusedError) throw error;
              alive = false;
            },
          );
        }
      };
      const payers = Array.from({ length: CONCURRENCY }, payUntilDeath);
      await setTimeout(random() * LONGEST_LIFE);
      await wallet.kill();
      await Promise.all(payers);
      wallet = await startSandboxProcess(port, folder);
      const { balanced } = (await (await fetch(`${wallet.origin}/sandbox/ledger`)).json()) as {
        balanced: boolean;
      };
      assert.ok(balanced, `the books after kill ${count + 1}`);
      await payer.renew();
    }
    const payments = await payer.list();
    const ids = new Set(payments.map(({ id }) => String(id)));
    for (const id of promised) assert.ok(ids.has(id), `${id} was promised and is lost`);
    const numbers = payments.map(({ metadata }) => (metadata as { n: number }).n);
    assert.equal(new Set(numbers).size, numbers.length, 'none was made twice');
    assert.ok(
      payments.every(({ failed, sentAmount }) => !failed && (sentAmount as { value: string }).value === '1'),
    );
    assert.equal(await payer.received(), payments.length);
    return { promised: promised.size, made: payments.length };
  } finally {
    await wallet.kill();
    await client.close();
    rmSync(folder, { recursive: true });
  }
}
