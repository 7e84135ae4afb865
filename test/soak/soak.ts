import { fileURLToPath } from 'node:url';
import { SOAKS } from './soaks.js';
import { supervise } from './supervise.js';

// SEED repeats a run; COUNT makes it shorter or longer, MINUTES is its limit, RUN_PATH repeats one run of the model or of fuzz.
const { SEED, COUNT = '', MINUTES, RUN_PATH = '' } = process.env;
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in SOAKS));
if (unknown.length > 0) {
  process.stderr.write(`soak: unknown ${unknown.join(', ')}; there are ${Object.keys(SOAKS).join(', ')}\n`);
  process.exit(2);
}
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());
const print = (line: string) => void process.stdout.write(`${line}\n`);
const seed = SEED ?? String(Date.now() % 1e9);
const program = fileURLToPath(new URL('./run.ts', import.meta.url));
for (const [name, soak] of Object.entries(SOAKS)) {
  if ((asked.length > 0 && !asked.includes(name)) || stopping.signal.aborted) continue;
  const minutes = Number(MINUTES ?? soak.minutes);
  print(`${name}: SEED=${seed}, at most ${minutes} minutes`);
  const isWell = await supervise({
    ...{ name, print, limit: minutes * 60_000, stopped: stopping.signal },
    command: ['--import', 'tsx', program, name, seed, COUNT, RUN_PATH],
  });
  if (!isWell) process.exitCode = 1;
}
if (stopping.signal.aborted) process.exitCode = 130;
