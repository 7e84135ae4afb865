import { SOAKS } from './soaks.js';
import type { SoakMessage } from './supervise.js';

// node run.ts NAME SEED COUNT PATH: runs one soak in this process, which soak.ts supervises.
const [name = '', seed, count, path] = process.argv.slice(2);
const send = (message: SoakMessage) =>
  new Promise((resolve) => process.send?.(message, undefined, undefined, resolve));
// The supervisor has ended: end this process and its children.
process.on('disconnect', () => process.kill(-process.pid, 'SIGKILL'));
const summary = await SOAKS[name]?.run({
  seed: Number(seed),
  count: count ? Number(count) : undefined,
  path: path || undefined,
  progress: (at) => void send({ at }),
});
await send({ seen: String(summary) });
process.exit(0);
