import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const PROGRAM = join(process.env['WM_TEST_COMPILED'] ?? '', 'test/support/provider/provider-process.mjs');

export interface ProviderProcess {
  readonly origin: string;
  readonly child: ChildProcess;
  /** Exit code and signal. */
  readonly ended: Promise<[number | null, NodeJS.Signals | null]>;
}

/** Needs `dist/`. Its log, from `warn` on, goes to the log of this process. */
export async function startProviderProcess(
  port: number,
  dataDirectory: string,
  visitor: string,
  environment: Record<string, string> = {},
): Promise<ProviderProcess> {
  const child = spawn(process.execPath, [PROGRAM], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      ...{ HOST: 'localhost', PORT: String(port), WM_METRICS_PORT: 'off', WM_LOG_LEVEL: 'warn' },
      ...{ WM_ORIGIN: 'https://provider.example', WM_SITES: '*', WM_DATA: dataDirectory },
      ...{ TEST_VISITOR: visitor, ...environment },
    },
  });
  const ended = once(child, 'exit') as ProviderProcess['ended'];
  const started = await Promise.race([once(child.stdout, 'data'), ended.then(() => undefined)]);
  if (!started) throw new Error(`The provider ended with ${child.exitCode}.`);
  return { origin: `http://localhost:${port}`, child, ended };
}
