import { connect, type Socket } from 'node:net';
import { createProvider, type Limits } from '../../src/provider/provider.js';
import { type Progress, SILENT } from '../proof/progress.js';
import { freePorts } from '../support/free-ports.js';
import { callHonestly, during } from './honest-caller.js';

/** How a connection is kept busy: what is said first, and then again and again. */
const WAYS: [first: string, then: string][] = [
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
 * `count` sockets each say a byte per `pace` milliseconds until the provider has closed them all, while an honest caller goes on.
 * Answers when the last was closed, and the 99th percentile of the honest calls, before and meanwhile, in milliseconds.
 */
export async function runSlowloris(
  count: number,
  {
    pace = 1_000,
    limits = {},
    progress = SILENT,
  }: { pace?: number; limits?: Partial<Limits>; progress?: Progress } = {},
): Promise<{ lastClosed: number; quiet: number; honest: number }> {
  const { provider: port } = await freePorts();
  const origin = `http://127.0.0.1:${port}`;
  const server = await createProvider({ origin, dataDirectory: null, limits });
  await server.listen({ host: '127.0.0.1', port });
  try {
    progress('quiet times');
    await callHonestly(origin, pace / 100, during(pace));
    const quiet = await callHonestly(origin, pace / 100, during(5 * pace));
    const start = performance.now();
    let open = count;
    const sockets = Array.from({ length: count }, (_, index) => trickle(port, index, pace));
    const closed = sockets.map(async (socket) => {
      await new Promise((resolve) => socket.once('close', resolve));
      open -= 1;
    });
    const honest = await callHonestly(origin, pace / 100, () => {
      progress(`${count - open} of ${count} sockets are closed`);
      return open > 0;
    });
    await Promise.all(closed);
    return { lastClosed: performance.now() - start, quiet, honest };
  } finally {
    await server.close();
  }
}

function trickle(port: number, index: number, pace: number): Socket {
  const [first, then] = WAYS[index % WAYS.length] as [string, string];
  const socket = connect(port, '127.0.0.1', () => first && socket.write(first));
  const timer = setInterval(() => then && socket.writable && socket.write(then), pace);
  // It is closed in the middle of a word; what it is told before is of no interest.
  socket.on('error', () => undefined).on('close', () => clearInterval(timer));
  return socket.resume();
}
