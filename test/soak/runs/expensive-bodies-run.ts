import { setTimeout } from 'node:timers/promises';
import { createProvider } from '../../../src/provider/provider.js';
import { PUMPED_INPUTS } from '../../attacks/parsing/pumped-inputs.js';
import { type ReportProgress, NO_PROGRESS } from '../../fault-tolerance/runs/progress.js';
import { freePorts } from '../../support/free-ports.js';
import { measureLatencyP99, forDuration } from '../requests/measure-latency.js';

const BODY_BYTES = 16 * 1024;
const PATHS = ['/nothing', '/connect/x/challenges', '/account/forget', '/relay/connections'];
const BODIES_PER_SECOND = 100;
/** Milliseconds between two regular calls. */
const PAUSE_MS = 10;

export interface BodiesRun {
  /** 99th percentile of a regular caller's latencies, in milliseconds. */
  readonly quiet: number;
  readonly attacked: number;
  readonly statuses: ReadonlyMap<number, number>;
}

/**
 * One IP address sends 100 request bodies a second, `count` in all, that are expensive for a naive parser.
 * Meanwhile a regular caller continues.
 */
export async function runBodies(count: number, progress: ReportProgress = NO_PROGRESS): Promise<BodiesRun> {
  const { provider: port } = await freePorts();
  const origin = `http://127.0.0.1:${port}`;
  const server = await createProvider({ origin, dataDirectory: null });
  await server.listen({ host: '127.0.0.1', port });
  try {
    const time = (count / BODIES_PER_SECOND) * 1_000;
    progress('warm-up');
    await measureLatencyP99(origin, PAUSE_MS, forDuration(1_000));
    progress('baseline');
    const quiet = await measureLatencyP99(origin, PAUSE_MS, forDuration(Math.min(time, 10_000)));
    const statuses = new Map<number, number>();
    let isOver = false;
    const attacking = attack(origin, count, statuses, progress).finally(() => (isOver = true));
    const attacked = await measureLatencyP99(origin, PAUSE_MS, () => !isOver);
    await attacking;
    return { quiet, attacked, statuses };
  } finally {
    await server.close();
  }
}

async function attack(
  origin: string,
  count: number,
  statuses: Map<number, number>,
  progress: ReportProgress,
): Promise<void> {
  const bodies = Object.values(PUMPED_INPUTS).map((make) => make(BODY_BYTES).slice(0, BODY_BYTES));
  const answers: Promise<void>[] = [];
  for (let sent = 0; sent < count; sent += 1) {
    progress(`${sent} of ${count} bodies`);
    const path = PATHS[sent % PATHS.length];
    answers.push(
      fetch(`${origin}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', origin },
        body: bodies[sent % bodies.length] ?? '',
      }).then(async ({ status, body }) => {
        await body?.cancel();
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }),
    );
    await setTimeout(1000 / BODIES_PER_SECOND);
  }
  await Promise.all(answers);
}
