import type { FastifyInstance, FastifyReply } from 'fastify';
import { RelayProblem } from '../core/relay-problem.js';
import type { PageEventStream } from './page-events.js';

const KEEP_ALIVE_INTERVAL_MS = 15_000;
const MAX_LISTENERS = 100;
/** A slow reader is disconnected at this backlog, and may reconnect. */
const MAX_UNREAD_BYTES = 1_000_000;

// https://html.spec.whatwg.org/multipage/server-sent-events.html
/** `GET /sandbox/events`: the events of all open pages, as server-sent events. */
export function serveEvents(server: FastifyInstance, events: PageEventStream): void {
  const listeners = new Set<() => void>();
  server.addHook('preClose', async () => {
    for (const stop of listeners) stop();
  });

  server.get('/events', async ({ headers }, reply) => {
    if (!headers.accept?.includes('text/event-stream'))
      throw new RelayProblem('request-invalid', 'Send "Accept: text/event-stream".');
    if (listeners.size >= MAX_LISTENERS)
      throw new RelayProblem('provider-busy', undefined, { retryAfter: 30 });
    reply.hijack();
    const stop = startStream(reply, events);
    listeners.add(stop);
    reply.raw.on('close', () => {
      stop();
      listeners.delete(stop);
    });
    return reply;
  });
}

function startStream({ raw }: FastifyReply, events: PageEventStream): () => void {
  raw.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'wm-sandbox': 'true',
  });
  raw.write(': listening\n\n');
  const keepAliveTimer = setInterval(() => raw.write(': alive\n\n'), KEEP_ALIVE_INTERVAL_MS);
  const unsubscribe = events.subscribe((event) => {
    if (raw.writableLength > MAX_UNREAD_BYTES) raw.destroy();
    else raw.write(`data: ${JSON.stringify(event)}\n\n`);
  });
  return () => {
    unsubscribe();
    clearInterval(keepAliveTimer);
    raw.end();
  };
}
