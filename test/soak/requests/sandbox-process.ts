import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** `wm sandbox` in a separate process, which can be killed. */
export interface SandboxProcess {
  readonly origin: string;
  readonly child: ChildProcess;
  /** Kills it immediately, like `kill -9`. */
  kill(): Promise<void>;
}

export async function startSandboxProcess(port: number, folder: string): Promise<SandboxProcess> {
  const args = ['dist/node/cli.js', 'sandbox', '--port', String(port), '--data', folder];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const started = await Promise.race([once(child.stdout, 'data'), ended.then(() => undefined)]);
  if (!started) throw new Error(`wm sandbox ended with ${child.exitCode}`);
  return {
    origin: `http://localhost:${port}`,
    child,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
