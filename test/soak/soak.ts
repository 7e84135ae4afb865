import { fileURLToPath } from 'node:url';
import { programArguments } from '../support/program-arguments.js';
import { SOAKS } from './soaks.js';
import { supervise } from './supervise.js';

// SEED repeats a run. COUNT sets its size and MINUTES its time limit. RUN_PATH repeats one case of `model` or
// `fuzz`.
const { SEED, COUNT = '', MINUTES, RUN_PATH = '' } = process.env;
const requestedNames = process.argv.slice(2);
const unknown = requestedNames.filter((name) => !(name in SOAKS));
if (unknown.length > 0) {
  process.stderr.write(`soak: unknown ${unknown.join(', ')}; known: ${Object.keys(SOAKS).join(', ')}\n`);
  process.exit(2);
}
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());
const print = (line: string) => void process.stdout.write(`${line}\n`);
const seed = SEED ?? String(Date.now() % 1e9);
const program = fileURLToPath(new URL('./run.ts', import.meta.url));
for (const [name, soak] of Object.entries(SOAKS)) {
  if ((requestedNames.length > 0 && !requestedNames.includes(name)) || stopping.signal.aborted) continue;
  const minutes = Number(MINUTES ?? soak.minutes);
  print(`${name}: SEED=${seed}, at most ${minutes} minutes`);
  const isWell = await supervise({
    ...{ name, print, timeoutMs: minutes * 60_000, stopped: stopping.signal },
    command: [...programArguments(program), name, seed, COUNT, RUN_PATH],
  });
  if (!isWell) process.exitCode = 1;
}
if (stopping.signal.aborted) process.exitCode = 130;
