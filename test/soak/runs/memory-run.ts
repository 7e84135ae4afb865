import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReportProgress } from '../../fault-tolerance/runs/progress.js';
import { freePorts } from '../../support/free-ports.js';
import { startWalletClient } from '../../support/wallets/wallet-client.js';
import { openSandboxPayer } from '../requests/sandbox-payer.js';
import { startSandboxProcess } from '../requests/sandbox-process.js';

const CONCURRENCY = 16;
/** A grant's token lives ten minutes, and a soak may take longer. */
const MAX_PAYMENTS_PER_GRANT = 10_000;
const SAMPLE_COUNT = 10;

/**
 * Measures the resident memory of `wm sandbox` while it settles `count` payments. It must not grow with them.
 */
export async function runMemory(
  count: number,
  progress: ReportProgress,
): Promise<{ early: number; late: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'wm-memory-'));
  const { visitor: port } = await freePorts();
  const client = await startWalletClient();
  const wallet = await startSandboxProcess(port, folder);
  const samples: number[] = [];
  try {
    const perGrant = Math.min(MAX_PAYMENTS_PER_GRANT, Math.ceil(count / SAMPLE_COUNT));
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
      for (let arrived = 0; arrived < total; arrived = await payer.readReceivedAmount())
        progress(`${done + arrived} of ${count} payments are settled`);
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
  // The first sample is part of the warm-up.
  const [, early = NaN] = samples;
  return { early, late: samples.at(-1) ?? NaN };
}

function residentMebibytes(pid: number | undefined): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}
