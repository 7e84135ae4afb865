import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { WM } from '../built.js';

/** The built `wm provider`, with its own environment. */
export function spawnProviderCommand(args: string[], environment: Record<string, string>) {
  const child = spawn(process.execPath, [WM, 'provider', ...args], {
    env: { PATH: process.env['PATH'], ...environment },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  // Waits for `close`, not `exit`, so that the output is complete.
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  return {
    child,
    /** Exit code and signal. */
    ended,
    output: () => out,
    errors: () => err,
    /** Waits until it has printed this text. */
    async waitForLine(pattern: RegExp): Promise<void> {
      while (!pattern.test(out)) {
        const more = await Promise.race([once(child.stdout, 'data'), ended.then(() => undefined)]);
        if (!more) throw new Error(`wm provider ended: ${err}`);
      }
    },
  };
}
