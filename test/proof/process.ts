import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A provider or a wallet in a process of its own. */
export interface ProofProcess {
  readonly child: ChildProcess;
  /** Resolves when it has ended, whoever ended it. */
  readonly ended: Promise<unknown>;
  /** Milliseconds from its start until it said that it listens. */
  readonly startedIn: number;
  /** As `kill -9`, at this very moment. */
  kill(): Promise<void>;
  /** As `kill -TERM`. Answers the exit code. */
  stop(): Promise<number | null>;
}

/** @throws Error when the process ends before it listens. */
export async function startProofProcess(
  name: 'provider' | 'wallet',
  argument: object,
): Promise<ProofProcess> {
  const file = fileURLToPath(new URL(`./${name}-process.ts`, import.meta.url));
  const start = performance.now();
  const child = fork(file, [JSON.stringify(argument)], { execArgv: ['--import', 'tsx'] });
  const ended = once(child, 'exit');
  const said = await Promise.race([
    once(child, 'message') as Promise<unknown[]>,
    ended.then(() => undefined),
  ]);
  if (!said) throw new Error(`the ${name} ended with ${child.exitCode ?? child.signalCode}`);
  return {
    child,
    ended,
    startedIn: performance.now() - start,
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
