import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { programArguments } from '../../support/program-arguments.js';

/** A provider or a wallet in a separate process. */
export interface ServerProcess {
  readonly child: ChildProcess;
  /** Resolves when the process has ended, for any reason. */
  readonly ended: Promise<unknown>;
  /** Milliseconds from its start until it listened. */
  readonly startupMs: number;
  /** Kills it immediately, like `kill -9`. */
  kill(): Promise<void>;
  /** Stops it, like `kill -TERM`. Returns the exit code. */
  stop(): Promise<number | null>;
}

/** @throws Error when the process ends before it listens. */
export async function startServerProcess(
  name: 'provider' | 'wallet',
  argument: object,
): Promise<ServerProcess> {
  const file = fileURLToPath(new URL(`./${name}-process.ts`, import.meta.url));
  const start = performance.now();
  const child = spawn(process.execPath, [...programArguments(file), JSON.stringify(argument)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const message = await Promise.race([
    once(child, 'message') as Promise<unknown[]>,
    ended.then(() => undefined),
  ]);
  if (!message) throw new Error(`the ${name} ended with ${child.exitCode ?? child.signalCode}`);
  return {
    child,
    ended,
    startupMs: performance.now() - start,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
      return child.exitCode;
    },
  };
}
