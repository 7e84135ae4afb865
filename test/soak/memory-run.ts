import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Progress } from '../proof/progress.js';
import { freePorts } from '../support/free-ports.js';
import { startWalletClient } from '../support/wallet-client.js';
import { openSandboxPayer } from './sandbox-payer.js';
import { startSandboxProcess } from './sandbox-process.js';

const CONCURRENCY = 16;
/** A grant's token lives ten minutes, and a soak may take longer. */
const MOST_PER_GRANT = 10_000;
const SAMPLES = 10;

/** Resident memory of `wm sandbox` while it settles `count` payments: it must not grow with them. */
export async function runMemory(count: number, progress: Progress): Promise<{ early: number; late: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'wm-memory-'));
  const { visitor: port } = await freePorts();
  const client = await startWalletClient();
  const wallet = await startSandboxProcess(port, folder);
  const samples: number[] = [];
  try {
    const perGrant = Math.min(MOST_PER_GRANT, Math.ceil(count / SAMPLES));
    for (let done = 0; done < count; done += perGrant) {
      const payer = await openSandboxPayer(wallet.origin, client);
      let left = Math.min(perGrant, count - done);
      const total = left;
      const work = async () => {
        while (left-- > 0) {
          const resident = samples.at(-1)?.toFixed(0) ?? '?';
          progress(`${done + total - left - 1} of ${count} payments; ${resident} MiB after ${done}`);
          await payer.pay({});
        }
      };
      await Promise.all(Array.from({ length: CONCURRENCY }, work));
      for (let arrived = 0; arrived < total; arrived = await payer.received())
        progress(`${done + arrived} of ${count} payments have arrived`);
      samples.push(residentMebibytes(wallet.child.pid));
    }
    const { balanced } = (await (await fetch(`${wallet.origin}/sandbox/ledger`)).json()) as {
      balanced: boolean;
    };
    assert.ok(balanced);
  } finally {
    await wallet.kill();
    await client.close();
    rmSync(folder, { recursive: true });
  }
  // The first sample is still warming up.
  const [, early = NaN] = samples;
  return { early, late: samples.at(-1) ?? NaN };
}

function residentMebibytes(pid: number | undefined): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}
