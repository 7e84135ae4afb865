import type { FastifyInstance, FastifyReply } from 'fastify';
import { RelayProblem } from '../problem.js';
import type { PageEvents } from './page-events.js';

const ALIVE_EVERY = 15_000;
const MOST_LISTENERS = 100;
/** Who reads more slowly than events come is hung up on, and may come again. */
const MOST_UNREAD = 1_000_000;

// https://html.spec.whatwg.org/multipage/server-sent-events.html
/** `GET /sandbox/events`: what happens in all open pages, as server-sent events. */
export function serveEvents(server: FastifyInstance, events: PageEvents): void {
  const listeners = new Set<() => void>();
  server.addHook('preClose', async () => {
    for (const stop of listeners) stop();
  });

  server.get('/events', async ({ headers }, reply) => {
    if (!headers.accept?.includes('text/event-stream'))
      throw new RelayProblem('request-invalid', 'Ask for it with Accept: text/event-stream.');
    if (listeners.size >= MOST_LISTENERS)
      throw new RelayProblem('provider-busy', undefined, { retryAfter: 30 });
    reply.hijack();
    const stop = stream(reply, events);
    listeners.add(stop);
    reply.raw.on('close', () => {
      stop();
      listeners.delete(stop);
    });
    return reply;
  });
}

function stream({ raw }: FastifyReply, events: PageEvents): () => void {
  raw.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'wm-sandbox': 'true',
  });
  raw.write(': listening\n\n');
  const alive = setInterval(() => raw.write(': alive\n\n'), ALIVE_EVERY);
  const stopListening = events.listen((event) => {
    if (raw.writableLength > MOST_UNREAD) raw.destroy();
    else raw.write(`data: ${JSON.stringify(event)}\n\n`);
  });
  return () => {
    stopListening();
    clearInterval(alive);
    raw.end();
  };
}
