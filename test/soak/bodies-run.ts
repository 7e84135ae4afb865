import { setTimeout } from 'node:timers/promises';
import { createProvider } from '../../src/provider/provider.js';
import { FAMILIES } from '../attacks/parsers.js';
import { freePorts } from '../support/free-ports.js';

const BODY_LIMIT = 16 * 1024;
const PATHS = ['/nothing', '/connect/x/challenges', '/account/forget', '/relay/connections'];
const PER_SECOND = 100;

export interface BodiesRun {
  /** 99th percentile of an honest caller's calls, in milliseconds. */
  readonly quiet: number;
  readonly attacked: number;
  readonly statuses: ReadonlyMap<number, number>;
}

/** One address sends 100 bodies a second that cost a careless parser most, `count` in all, while an honest caller goes on. */
export async function runBodies(count: number): Promise<BodiesRun> {
  const { provider: port } = await freePorts();
  const origin = `http://127.0.0.1:${port}`;
  const server = await createProvider({ origin, dataDirectory: null });
  await server.listen({ host: '127.0.0.1', port });
  try {
    const seconds = count / PER_SECOND;
    await honestCalls(origin, 1);
    const quiet = await honestCalls(origin, Math.min(seconds, 10));
    const statuses = new Map<number, number>();
    const [attacked] = await Promise.all([honestCalls(origin, seconds), attack(origin, count, statuses)]);
    return { quiet, attacked, statuses };
  } finally {
    await server.close();
  }
}

async function honestCalls(origin: string, seconds: number): Promise<number> {
  const took: number[] = [];
  for (const end = performance.now() + seconds * 1000; performance.now() < end; await setTimeout(10)) {
    const begin = performance.now();
    await (await fetch(`${origin}/relay`)).text();
    took.push(performance.now() - begin);
  }
  return took.sort((a, b) => a - b)[Math.floor(took.length * 0.99)] ?? NaN;
}

async function attack(origin: string, count: number, statuses: Map<number, number>): Promise<void> {
  const bodies = Object.values(FAMILIES).map((make) => make(BODY_LIMIT).slice(0, BODY_LIMIT));
  const answers: Promise<void>[] = [];
  for (let sent = 0; sent < count; sent += 1) {
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
