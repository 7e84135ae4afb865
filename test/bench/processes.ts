import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A server of the bench in a process of its own, so that its CPU time can be told apart. */
export interface BenchProcess {
  /** What it has to offer: origins and wallet addresses. */
  directory: Record<string, string>;
  /** What it answers to a question of its own, see {@link offer}. */
  ask<Answer>(question: string, argument?: unknown): Promise<Answer>;
  /** Milliseconds of CPU used so far. */
  cpu(): Promise<number>;
  /** Resident memory in MiB. */
  memory(): Promise<number>;
  stop(): Promise<void>;
}

export async function startProcess(
  name: 'wallets' | 'wallet' | 'provider' | 'visitors',
  argument: object = {},
): Promise<BenchProcess> {
  const file = fileURLToPath(new URL(`./${name}-process.ts`, import.meta.url));
  const child = fork(file, [JSON.stringify(argument)], { execArgv: ['--import', 'tsx'] });
  const [directory] = (await once(child, 'message')) as [Record<string, string>];
  async function ask<Answer>(question: string, about?: unknown): Promise<Answer> {
    const answer = once(child, 'message') as Promise<[Answer]>;
    child.send({ question, argument: about });
    return (await answer)[0];
  }
  return {
    directory,
    ask,
    cpu: () => ask('cpu'),
    memory: () => ask('memory'),
    async stop() {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    },
  };
}

type Answers = Record<string, (argument: never) => unknown>;

/** The other end, in the child. */
export function offer(directory: Record<string, string>, answers: Answers = {}): void {
  const all: Answers = {
    cpu: () => (process.cpuUsage().user + process.cpuUsage().system) / 1000,
    memory: () => process.memoryUsage.rss() / 1024 / 1024,
    ...answers,
  };
  process.on('message', ({ question, argument }: { question: string; argument: never }) => {
    void Promise.resolve(all[question]?.(argument)).then((answer) => process.send?.(answer ?? null));
  });
  // Whoever asked is gone: nobody else ends this process.
  process.on('disconnect', () => process.exit());
  process.send?.(directory);
}
