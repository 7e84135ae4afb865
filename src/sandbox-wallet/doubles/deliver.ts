import { once } from 'node:events';
import type { FastifyReply } from 'fastify';
import type { Wallet } from '../wallet.js';

const CHUNK = Buffer.alloc(64 * 1024, ' ');
const MOST_CHUNKS = 4_096;

/** Ends the connection without a word. */
export function dropConnection(reply: FastifyReply): void {
  reply.hijack();
  reply.raw.destroy();
}

/** The body, one byte a second. */
export async function dribble(reply: FastifyReply, body: unknown, wallet: Wallet): Promise<void> {
  const { raw } = takeOver(reply);
  for (const byte of Buffer.from(JSON.stringify(body ?? {}))) {
    if (raw.destroyed) return;
    raw.write(Uint8Array.of(byte));
    await wallet.delay(1_000);
  }
  raw.end();
}

/** White space until the client has had enough, at most 256 MiB. */
export async function flood(reply: FastifyReply): Promise<void> {
  const { raw } = takeOver(reply);
  const closed = once(raw, 'close');
  for (let count = 0; count < MOST_CHUNKS && !raw.destroyed; count += 1) {
    if (!raw.write(CHUNK)) await Promise.race([once(raw, 'drain'), closed]);
  }
  raw.end();
}

function takeOver(reply: FastifyReply): FastifyReply {
  reply.hijack();
  reply.raw.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
  reply.raw.flushHeaders();
  return reply;
}
