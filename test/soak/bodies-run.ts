import { setTimeout } from 'node:timers/promises';
import { createProvider } from '../../src/provider/provider.js';
import { FAMILIES } from '../attacks/families.js';
import { type Progress, SILENT } from '../proof/progress.js';
import { freePorts } from '../support/free-ports.js';
import { callHonestly, during } from './honest-caller.js';

const BODY_LIMIT = 16 * 1024;
const PATHS = ['/nothing', '/connect/x/challenges', '/account/forget', '/relay/connections'];
const PER_SECOND = 100;
/** Milliseconds between two honest calls. */
const PAUSE = 10;

export interface BodiesRun {
  /** 99th percentile of an honest caller's calls, in milliseconds. */
  readonly quiet: number;
  readonly attacked: number;
  readonly statuses: ReadonlyMap<number, number>;
}

/** One address sends 100 bodies a second that cost a careless parser most, `count` in all, while an honest caller goes on. */
export async function runBodies(count: number, progress: Progress = SILENT): Promise<BodiesRun> {
  const { provider: port } = await freePorts();
  const origin = `http://127.0.0.1:${port}`;
  const server = await createProvider({ origin, dataDirectory: null });
  await server.listen({ host: '127.0.0.1', port });
  try {
    const time = (count / PER_SECOND) * 1_000;
    progress('the first calls');
    await callHonestly(origin, PAUSE, during(1_000));
    progress('quiet times');
    const quiet = await callHonestly(origin, PAUSE, during(Math.min(time, 10_000)));
    const statuses = new Map<number, number>();
    let isOver = false;
    const attacking = attack(origin, count, statuses, progress).finally(() => (isOver = true));
    const attacked = await callHonestly(origin, PAUSE, () => !isOver);
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
  progress: Progress,
): Promise<void> {
  const bodies = Object.values(FAMILIES).map((make) => make(BODY_LIMIT).slice(0, BODY_LIMIT));
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
    await setTimeout(1000 / PER_SECOND);
  }
  await Promise.all(answers);
}
