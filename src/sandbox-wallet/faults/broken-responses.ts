import { once } from 'node:events';
import type { FastifyReply } from 'fastify';
import type { FaultContext, FaultyWallet } from './fault.js';

const CHUNK = Buffer.alloc(64 * 1024, ' ');
const MAX_CHUNKS = 4_096;

/** Handles the request, and closes the connection instead of sending the response. */
export async function handleThenDrop({ reply, handle }: FaultContext): Promise<void> {
  await handle();
  dropConnection(reply);
}

/** Sends the body at one byte per second. */
export async function sendByteByByte(
  reply: FastifyReply,
  body: unknown,
  wallet: FaultyWallet,
): Promise<void> {
  const { raw } = hijackReply(reply);
  for (const byte of Buffer.from(JSON.stringify(body ?? {}))) {
    if (raw.destroyed) return;
    raw.write(Uint8Array.of(byte));
    await wallet.delay(1_000);
  }
  raw.end();
}

/** Sends white space until the client disconnects, at most 256 MiB. */
export async function sendEndlessBody(reply: FastifyReply): Promise<void> {
  const { raw } = hijackReply(reply);
  const closed = once(raw, 'close');
  for (let count = 0; count < MAX_CHUNKS && !raw.destroyed; count += 1) {
    if (!raw.write(CHUNK)) await Promise.race([once(raw, 'drain'), closed]);
  }
  raw.end();
}

function hijackReply(reply: FastifyReply): FastifyReply {
  reply.hijack();
  reply.raw.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
  reply.raw.flushHeaders();
  return reply;
}

/** Closes the connection without a response. */
function dropConnection(reply: FastifyReply): void {
  reply.hijack();
  reply.raw.destroy();
}
