import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a soak's process says: how far it is, or what was seen. */
export type SoakMessage = { at: string } | { seen: string };

export interface Supervision {
  name: string;
  /** A program for Node.js with its arguments, which sends a {@link SoakMessage} now and then. */
  command: string[];
  /** Milliseconds after which it has failed. */
  limit: number;
  /** Milliseconds between two lines that say how far it is. */
  every?: number;
  print: (line: string) => void;
  /** Aborted when nobody wants to know any more. */
  stopped: AbortSignal;
}

/**
 * Runs a soak in a process of its own, says how far it is, and ends it when it takes too long, however busy it is. Whatever becomes of it, the
 * processes that it has started and what it has left in the temporary folder are gone afterwards.
 * @returns whether all was as it should be.
 */
export async function supervise(supervision: Supervision): Promise<boolean> {
  const { name, command, limit, every = 10_000, print, stopped } = supervision;
  const folder = mkdtempSync(join(tmpdir(), 'wm-soak-'));
  // PostgreSQL runs as another user in a folder below.
  chmodSync(folder, 0o711);
  const begun = performance.now();
  const seconds = (since: number) => ((performance.now() - since) / 1_000).toFixed(0);
  let [at, since] = ['its start', begun];
  let seen: string | undefined;
  // A group of its own, so that all of it can be ended at once.
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
  const said = setInterval(() => print(`${name}: after ${seconds(begun)} s: ${at}`), every);
  const late = setTimeout(() => {
    print(
      `${name}: FAILED: not done after ${seconds(begun)} s; for ${seconds(since)} s it has been at: ${at}`,
    );
    end();
  }, limit);
  stopped.addEventListener('abort', end);
  if (stopped.aborted) end();
  try {
    const [[code]] = await Promise.all([once(child, 'exit'), once(child, 'disconnect')]);
    const isWell = code === 0 && seen !== undefined;
    print(isWell ? `${name}: ${seen}` : `${name}: FAILED after ${seconds(begun)} s, at: ${at}`);
    return isWell;
  } finally {
    clearInterval(said);
    clearTimeout(late);
    stopped.removeEventListener('abort', end);
    await untilGroupIsGone(child.pid);
    // What has just been killed may still be writing.
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

/** @returns whether there was anybody left. */
function killGroup(leader: number | undefined): boolean {
  if (leader === undefined) return false;
  try {
    return process.kill(-leader, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

/** Within a second: one whose end nobody takes note of is there for ever. */
async function untilGroupIsGone(leader: number | undefined): Promise<void> {
  for (let looks = 0; killGroup(leader) && looks < 40; looks += 1) await sleep(25);
}
