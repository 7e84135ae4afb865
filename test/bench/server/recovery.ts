import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '../../../src/tools/start/start-sandbox.js';
import { COMPILED, compile } from '../../compile.mjs';
import { runProviderKills } from '../../fault-tolerance/runs/provider-kill-run.js';
import { openRecoveryRun } from '../../fault-tolerance/runs/recovery-run.js';
import { freePorts } from '../../support/free-ports.js';
import { startProviderProcess } from '../../support/provider/provider-process.js';
import { formatAgainstTarget, median } from '../format-result.js';

const PAYMENT_COUNT = 10_000;
const KILL_COUNT = 10;
const MAX_RECOVERY_MS = 10_000;
const MAX_START_MS = 3_000;
const MAX_STOP_MS = 5_000;

/** Times after kills of the provider, and of its stop. */
export async function benchRecovery(): Promise<string[]> {
  const format = (text: string, took: number, most: number): string =>
    formatAgainstTarget(`${text}: ${took.toFixed(0)} ms`, `≤ ${most} ms`, took <= most);
  const lines: string[] = [];

  // Otherwise each start of a provider would include the compilation of its sources.
  await compile();
  process.env['WM_TEST_COMPILED'] = COMPILED;
  const run = await openRecoveryRun(PAYMENT_COUNT);
  const measure = async (step: string, more = ''): Promise<void> => {
    lines.push(
      format(
        `next event after a kill ${step}${more}, ${PAYMENT_COUNT} payments`,
        await run.recover(step),
        MAX_RECOVERY_MS,
      ),
    );
  };
  await measure('before outgoingPayment.create');
  await measure('after outgoingPayment.create');
  await run.setFault('distinct-payment-ids', true);
  await measure('after outgoingPayment.create', ', other ids');
  await run.environment.close();

  const { starts, violations } = await runProviderKills({ rounds: KILL_COUNT, seed: 11 });
  if (violations.length > 0) throw new Error(violations.join('\n'));
  lines.push(format(`start after a kill, median of ${KILL_COUNT}`, median(starts), MAX_START_MS));
  lines.push(format('stop with an unused connection of a browser', await measureStop(), MAX_STOP_MS));
  return lines;
}

async function measureStop(): Promise<number> {
  const sandbox = await startSandbox({ ports: await freePorts(), dataDirectory: null });
  const folder = mkdtempSync(join(tmpdir(), 'wm-bench-'));
  const { provider: port } = await freePorts();
  const provider = await startProviderProcess(port, folder, sandbox.directory.wallets.visitor);
  const socket = connect(port, 'localhost');
  await once(socket, 'connect');
  const start = performance.now();
  provider.child.kill('SIGTERM');
  await provider.ended;
  const took = performance.now() - start;
  socket.destroy();
  await sandbox.close();
  rmSync(folder, { recursive: true });
  return took;
}
