import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type ReportProgress, NO_PROGRESS } from '../../fault-tolerance/runs/progress.js';
import { freePorts } from '../../support/free-ports.js';
import { startWalletClient } from '../../support/wallets/wallet-client.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { waitFor } from '../../support/wait-for.js';
import { openSandboxPayer, UnexpectedResponseError } from '../requests/sandbox-payer.js';
import { startSandboxProcess } from '../requests/sandbox-process.js';

const CONCURRENCY = 8;
const MAX_LIFETIME_MS = 400;

/**
 * Kills the wallet `kills` times in the middle of payments and restarts it. A payment with a 201 exists and
 * settles exactly once. Any other payment exists at most once. The ledger balances.
 */
export async function runWalletKills(
  kills: number,
  seed: number,
  progress: ReportProgress = NO_PROGRESS,
): Promise<{ promised: number; made: number }> {
  const random = createSeededRandom(seed);
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
              if (error instanceof UnexpectedResponseError) throw error;
              alive = false;
            },
          );
        }
      };
      const before = promised.size;
      const payers = Array.from({ length: CONCURRENCY }, payUntilDeath);
      // On a slow machine, the wallet would be killed before it accepts a payment.
      await waitFor(() => promised.size > before || !alive, 'the wallet accepts a payment');
      await setTimeout(random() * MAX_LIFETIME_MS);
      await wallet.kill();
      await Promise.all(payers);
      wallet = await startSandboxProcess(port, folder);
      const { balanced } = (await (await fetch(`${wallet.origin}/sandbox/ledger`)).json()) as {
        balanced: boolean;
      };
      assert.ok(balanced, `the ledger after kill ${count + 1}`);
      await payer.rotateToken();
    }
    const payments = await payer.list();
    const ids = new Set(payments.map(({ id }) => String(id)));
    for (const id of promised) assert.ok(ids.has(id), `${id} had a 201 and is lost`);
    const numbers = payments.map(({ metadata }) => (metadata as { n: number }).n);
    assert.equal(new Set(numbers).size, numbers.length, 'no duplicate payments');
    assert.ok(
      payments.every(({ failed, sentAmount }) => !failed && (sentAmount as { value: string }).value === '1'),
    );
    assert.equal(await payer.readReceivedAmount(), payments.length);
    return { promised: promised.size, made: payments.length };
  } finally {
    await wallet.kill();
    await client.close();
    rmSync(folder, { recursive: true });
  }
}
