import { Agent } from 'undici';
import { createStreamingVisitor, type StreamingVisitor } from './streaming-visitor.js';
import { offer } from './processes.js';

export interface VisitorsProcess {
  provider: string;
  nodes: string[];
  receiver: string;
  visitors: number;
}

/** What came of a run. Times in milliseconds. */
export interface Stream {
  /** How often each status or code was answered. */
  answers: Record<string, number>;
  /** From the instant at which a tick was due to its answer, however late it was sent. */
  lateness: { p50: number; p99: number; worst: number };
  seconds: number;
}

const CONNECT_AT_ONCE = 8;
const {
  provider,
  nodes,
  receiver,
  visitors: count,
} = JSON.parse(process.argv[2] as string) as VisitorsProcess;
const dispatcher = new Agent({ connections: 256, keepAliveTimeout: 4_000 });
const visitors: StreamingVisitor[] = [];
for (let i = 0; i < count; i += 1) {
  const node = nodes[i % nodes.length] as string;
  visitors.push(await createStreamingVisitor({ provider, node, receiver }, dispatcher));
}

offer(
  {},
  {
    async connect() {
      let next = 0;
      const work = async () => {
        for (let visitor = visitors[next++]; visitor; visitor = visitors[next++]) await visitor.connect();
      };
      await Promise.all(Array.from({ length: CONNECT_AT_ONCE }, work));
    },
    stream,
    race,
  },
);

/** Open loop: each visitor ticks every `interval` by the clock, whether or not the last tick was answered. */
async function stream({ interval, seconds }: { interval: number; seconds: number }): Promise<Stream> {
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

/** Closed loop: each visitor ticks again when it was answered. @returns payments per second. */
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
