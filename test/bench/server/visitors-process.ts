import { Agent } from 'undici';
import { createStreamingVisitor, type StreamingVisitor } from './streaming-visitor.js';
import { serveQueries } from './bench-process.js';

export interface VisitorsProcessArguments {
  provider: string;
  nodes: string[];
  receiver: string;
  visitors: number;
}

/** The result of a run. Times in milliseconds. */
export interface StreamResult {
  /** How often each status or code was returned. */
  answers: Record<string, number>;
  /** From the time when a tick was due to its response, however late it was sent. */
  lateness: { p50: number; p99: number; worst: number };
  seconds: number;
}

const CONNECT_CONCURRENCY = 8;
const {
  provider,
  nodes,
  receiver,
  visitors: count,
} = JSON.parse(process.argv[2] as string) as VisitorsProcessArguments;
const dispatcher = new Agent({ connections: 256, keepAliveTimeout: 4_000 });
const visitors: StreamingVisitor[] = [];
for (let i = 0; i < count; i += 1) {
  const node = nodes[i % nodes.length] as string;
  visitors.push(await createStreamingVisitor({ provider, node, receiver }, dispatcher));
}

serveQueries(
  {},
  {
    async connect() {
      let next = 0;
      const work = async () => {
        for (let visitor = visitors[next++]; visitor; visitor = visitors[next++]) await visitor.connect();
      };
      await Promise.all(Array.from({ length: CONNECT_CONCURRENCY }, work));
    },
    stream,
    race,
  },
);

/** Open loop: each visitor ticks every `interval`, whether or not the last tick has a response. */
async function stream({ interval, seconds }: { interval: number; seconds: number }): Promise<StreamResult> {
  const answers: Record<string, number> = {};
  const late: number[] = [];
  const start = performance.now() + 500;
  const underWay = new Set<Promise<void>>();
  const ticks = (seconds * 1000) / interval;
  await Promise.all(
    visitors.map(async (visitor, index) => {
      for (let tick = 0; tick < ticks; tick += 1) {
        const due = start + (index / visitors.length + tick) * interval;
        await new Promise((resolve) => setTimeout(resolve, due - performance.now()));
        const answered = tickOnce(visitor, answers).then(() => void late.push(performance.now() - due));
        underWay.add(answered);
        void answered.then(() => underWay.delete(answered));
      }
    }),
  );
  await Promise.all(underWay);
  late.sort((a, b) => a - b);
  const quantile = (share: number) => late[Math.min(late.length - 1, Math.floor(late.length * share))] ?? NaN;
  return {
    answers,
    lateness: { p50: quantile(0.5), p99: quantile(0.99), worst: quantile(1) },
    seconds: (performance.now() - start) / 1000,
  };
}

/**
 * Closed loop: each visitor ticks again after its response.
 * @returns payments per second.
 */
async function race({ seconds }: { seconds: number }): Promise<number> {
  const answers: Record<string, number> = {};
  const start = performance.now();
  const end = start + seconds * 1000;
  await Promise.all(
    visitors.map(async (visitor) => {
      while (performance.now() < end) await tickOnce(visitor, answers);
    }),
  );
  return (answers['201'] ?? 0) / ((performance.now() - start) / 1000);
}

async function tickOnce(visitor: StreamingVisitor, answers: Record<string, number>): Promise<void> {
  const answer = await visitor.tick().catch((error: Error) => error.message);
  answers[answer] = (answers[answer] ?? 0) + 1;
}
