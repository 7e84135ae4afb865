import { SOAKS } from './soaks.js';
import type { SoakMessage } from './supervise.js';

// node run.ts NAME SEED COUNT PATH: one soak, in a process of its own. soak.ts watches over it.
const [name = '', seed, count, path] = process.argv.slice(2);
const send = (message: SoakMessage) =>
  new Promise((resolve) => process.send?.(message, undefined, undefined, resolve));
// Nobody watches any more: neither this process nor one that it has started goes on.
process.on('disconnect', () => process.kill(-process.pid, 'SIGKILL'));
const seen = await SOAKS[name]?.run({
  seed: Number(seed),
  count: count ? Number(count) : undefined,
  path: path || undefined,
  progress: (at) => void send({ at }),
});
await send({ seen: String(seen) });
process.exit(0);
