import { connect, type Socket } from 'node:net';
import { createProvider, type ProviderLimits } from '../../../src/provider/provider.js';
import { type ReportProgress, NO_PROGRESS } from '../../fault-tolerance/runs/progress.js';
import { freePorts } from '../../support/free-ports.js';
import { measureLatencyP99, forDuration } from '../requests/measure-latency.js';

/** The bytes that keep a connection busy: first a prefix, then one fragment repeatedly. */
const TRICKLE_PATTERNS: [first: string, then: string][] = [
  ['', ''],
  ['', 'G'],
  ['GET /relay HTTP/1.1\r\n', 'x'],
  ['GET /relay HTTP/1.1\r\nHost: a\r\nx-a: ', 'x'],
  ['POST /relay/connections HTTP/1.1\r\nHost: a\r\nContent-Length: 10000\r\n\r\n', ' '],
  [
    'POST /relay/connections HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
    '1\r\n \r\n',
  ],
];

/**
 * `count` sockets each send a byte per `pace` milliseconds until the provider has closed them all, while a
 * regular caller continues.
 * @returns when the last socket was closed, and the p99 latency of the regular calls before and during the
 * attack, all in milliseconds.
 */
export async function runSlowloris(
  count: number,
  {
    pace = 1_000,
    limits = {},
    progress = NO_PROGRESS,
  }: { pace?: number; limits?: Partial<ProviderLimits>; progress?: ReportProgress } = {},
): Promise<{ lastClosed: number; quiet: number; regular: number }> {
  const { provider: port } = await freePorts();
  const origin = `http://127.0.0.1:${port}`;
  const server = await createProvider({ origin, dataDirectory: null, limits });
  await server.listen({ host: '127.0.0.1', port });
  try {
    progress('baseline');
    await measureLatencyP99(origin, pace / 100, forDuration(pace));
    const quiet = await measureLatencyP99(origin, pace / 100, forDuration(5 * pace));
    const start = performance.now();
    let open = count;
    const sockets = Array.from({ length: count }, (_, index) => trickle(port, index, pace));
    const closed = sockets.map(async (socket) => {
      await new Promise((resolve) => socket.once('close', resolve));
      open -= 1;
    });
    const regular = await measureLatencyP99(origin, pace / 100, () => {
      progress(`${count - open} of ${count} sockets are closed`);
      return open > 0;
    });
    await Promise.all(closed);
    return { lastClosed: performance.now() - start, quiet, regular };
  } finally {
    await server.close();
  }
}

function trickle(port: number, index: number, pace: number): Socket {
  const [first, then] = TRICKLE_PATTERNS[index % TRICKLE_PATTERNS.length] as [string, string];
  const socket = connect(port, '127.0.0.1', () => first && socket.write(first));
  const timer = setInterval(() => then && socket.writable && socket.write(then), pace);
  // The provider closes the socket in the middle of a request. Its response does not matter.
  socket.on('error', () => undefined).on('close', () => clearInterval(timer));
  return socket.resume();
}
