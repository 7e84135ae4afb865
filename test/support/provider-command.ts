import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** `wm provider`, built, with an environment of its own. */
export function runProviderCommand(args: string[], environment: Record<string, string>) {
  const child = spawn(process.execPath, ['dist/node/cli.js', 'provider', ...args], {
    env: { PATH: process.env['PATH'], ...environment },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  // `close`, not `exit`: by then all its output is here.
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  return {
    child,
    /** Code and signal. */
    ended,
    output: () => out,
    errors: () => err,
    /** Waits until it has printed these words. */
    async line(words: RegExp): Promise<void> {
      while (!words.test(out)) {
        const more = await Promise.race([once(child.stdout, 'data'), ended.then(() => undefined)]);
        if (!more) throw new Error(`wm provider ended: ${err}`);
      }
    },
  };
}
