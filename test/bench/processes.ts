import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A server of the bench in a process of its own, so that its CPU time can be told apart. */
export interface BenchProcess {
  /** What it has to offer: origins and wallet addresses. */
  directory: Record<string, string>;
  /** Milliseconds of CPU used so far. */
  cpu(): Promise<number>;
  stop(): Promise<void>;
}

export async function startProcess(
  name: 'wallets' | 'wallet' | 'provider',
  argument: Record<string, string> = {},
): Promise<BenchProcess> {
  const file = fileURLToPath(new URL(`./${name}-process.ts`, import.meta.url));
  const child = fork(file, [JSON.stringify(argument)], { execArgv: ['--import', 'tsx'] });
  const [directory] = (await once(child, 'message')) as [Record<string, string>];
  return {
    directory,
    async cpu() {
      const answer = once(child, 'message') as Promise<[number]>;
      child.send('cpu');
      return (await answer)[0];
    },
    async stop() {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    },
  };
}

/** The other end, in the child. */
export function offer(directory: Record<string, string>): void {
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.((user + system) / 1000);
  });
  process.send?.(directory);
}
