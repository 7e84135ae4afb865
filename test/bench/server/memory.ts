import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../../support/free-ports.js';
import { formatAgainstTarget } from '../format-result.js';

/** Resident memory of an idle `npm start` (provider, two wallets, demo) with its usual flags. */
export async function benchMemory(): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'wm-bench-'));
  const { demo } = await freePorts();
  const child = spawn(process.execPath, ['--max-semi-space-size=4', 'dist/node/cli.js', 'start'], {
    env: { ...process.env, PORT: String(demo), WM_DATA: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  await fetch(`http://localhost:${demo}/`);
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const mebibytes =
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024;
  const stopped = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await stopped;
  rmSync(folder, { recursive: true });
  return [
    formatAgainstTarget(
      `provider + two wallets + demo, idle: ${mebibytes.toFixed(0)} MiB`,
      '≤ 150 MiB',
      mebibytes <= 150,
    ),
  ];
}
