import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A message of a soak's process: its progress, or its summary. */
export type SoakMessage = { at: string } | { seen: string };

export interface Supervision {
  name: string;
  /** The arguments of Node.js for a program that sends {@link SoakMessage}s. */
  command: string[];
  /** The time limit in milliseconds. */
  timeoutMs: number;
  /** Milliseconds between two progress lines. */
  progressIntervalMs?: number;
  print: (line: string) => void;
  /** Aborted on ^C. */
  stopped: AbortSignal;
}

/**
 * Runs a soak in a separate process, prints its progress, and kills it at the time limit, even if its event
 * loop is blocked. Afterwards its child processes and temporary files are gone in any case.
 * @returns whether the soak succeeded.
 */
export async function supervise(supervision: Supervision): Promise<boolean> {
  const { name, command, timeoutMs, progressIntervalMs = 10_000, print, stopped } = supervision;
  const folder = mkdtempSync(join(tmpdir(), 'wm-soak-'));
  // PostgreSQL runs as another user in a folder below this one.
  chmodSync(folder, 0o711);
  const begun = performance.now();
  const seconds = (since: number) => ((performance.now() - since) / 1_000).toFixed(0);
  let [at, since] = ['start', begun];
  let seen: string | undefined;
  // A separate process group, so that all of its processes can be killed at once.
  const child = spawn(process.execPath, command, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, TMPDIR: folder },
    detached: true,
  });
  child.on('message', (message: SoakMessage) => {
    if ('seen' in message) seen = message.seen;
    else [at, since] = [message.at, performance.now()];
  });
  const end = () => void killGroup(child.pid);
  const progressTimer = setInterval(
    () => print(`${name}: after ${seconds(begun)} s: ${at}`),
    progressIntervalMs,
  );
  const timeoutTimer = setTimeout(() => {
    print(
      `${name}: FAILED: time limit after ${seconds(begun)} s; no progress for ${seconds(since)} s, at: ${at}`,
    );
    end();
  }, timeoutMs);
  stopped.addEventListener('abort', end);
  if (stopped.aborted) end();
  try {
    const [[code]] = await Promise.all([once(child, 'exit'), once(child, 'disconnect')]);
    const isWell = code === 0 && seen !== undefined;
    print(isWell ? `${name}: ${seen}` : `${name}: FAILED after ${seconds(begun)} s, at: ${at}`);
    return isWell;
  } finally {
    clearInterval(progressTimer);
    clearTimeout(timeoutTimer);
    stopped.removeEventListener('abort', end);
    await waitForGroupExit(child.pid);
    // Killed processes may still be writing.
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

/** @returns whether a process of the group was left. */
function killGroup(leader: number | undefined): boolean {
  if (leader === undefined) return false;
  try {
    return process.kill(-leader, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

/** Waits for at most a second: a zombie that is never reaped would stay. */
async function waitForGroupExit(leader: number | undefined): Promise<void> {
  for (let looks = 0; killGroup(leader) && looks < 40; looks += 1) await sleep(25);
}
