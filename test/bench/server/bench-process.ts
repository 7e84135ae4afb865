import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { programArguments } from '../../support/program-arguments.js';

/** A bench server in a separate process, so that its CPU time can be measured. */
export interface BenchProcess {
  /** Its published values: origins and wallet addresses. */
  addresses: Record<string, string>;
  /** Its response to a query, see {@link serveQueries}. */
  query<Answer>(question: string, argument?: unknown): Promise<Answer>;
  /** Milliseconds of CPU time used so far. */
  cpu(): Promise<number>;
  /** Resident memory in MiB. */
  memory(): Promise<number>;
  stop(): Promise<void>;
}

export async function startBenchProcess(
  name: 'wallets' | 'wallet' | 'provider' | 'visitors',
  argument: object = {},
): Promise<BenchProcess> {
  const file = fileURLToPath(new URL(`./${name}-process.ts`, import.meta.url));
  const child = spawn(process.execPath, [...programArguments(file), JSON.stringify(argument)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  const [addresses] = (await once(child, 'message')) as [Record<string, string>];
  async function query<Answer>(question: string, about?: unknown): Promise<Answer> {
    const answer = once(child, 'message') as Promise<[Answer]>;
    child.send({ question, argument: about });
    return (await answer)[0];
  }
  return {
    addresses,
    query,
    cpu: () => query('cpu'),
    memory: () => query('memory'),
    async stop() {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    },
  };
}

type QueryHandlers = Record<string, (argument: never) => unknown>;

/** The counterpart in the child process. */
export function serveQueries(directory: Record<string, string>, answers: QueryHandlers = {}): void {
  const all: QueryHandlers = {
    cpu: () => (process.cpuUsage().user + process.cpuUsage().system) / 1000,
    memory: () => process.memoryUsage.rss() / 1024 / 1024,
    ...answers,
  };
  process.on('message', ({ question, argument }: { question: string; argument: never }) => {
    void Promise.resolve(all[question]?.(argument)).then((answer) => process.send?.(answer ?? null));
  });
  // The parent process has ended, so this process must end itself.
  process.on('disconnect', () => process.exit());
  process.send?.(directory);
}
