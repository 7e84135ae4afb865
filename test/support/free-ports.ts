import { createServer, type Server } from 'node:net';
import type { Ports } from '../../src/tools/start/ports.js';

/**
 * Four ports that are free at the moment on both loopback addresses. They are below the range of ephemeral
 * ports (32768 and up on Linux), because a browser opens hundreds of those between the search and the moment
 * when a server listens. Each process has its own range.
 */
export async function freePorts(): Promise<Ports> {
  const [demo, provider, visitor, receiver] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  return { demo, provider, visitor, receiver };
}

const FIRST_PORT = 20_000;
const RANGE_SIZE = 500;
const RANGE_COUNT = 25;
let range: Promise<number> | undefined;
let next = 0;

export async function freePort(): Promise<number> {
  const first = await (range ??= claimRange());
  for (let tries = 1; tries < RANGE_SIZE; tries++) {
    next = (next % (RANGE_SIZE - 1)) + 1;
    const server = await listen(first + next, 'localhost');
    if (!server) continue;
    await new Promise((resolve) => server.close(resolve));
    return first + next;
  }
  throw new Error(`no free port from ${first} to ${first + RANGE_SIZE - 1}`);
}

/** This process listens on the first port of its range, so no other process takes the range. */
async function claimRange(): Promise<number> {
  for (let index = 0; index < RANGE_COUNT; index++) {
    const first = FIRST_PORT + ((process.pid + index) % RANGE_COUNT) * RANGE_SIZE;
    const server = await listen(first, '127.0.0.1');
    if (!server) continue;
    server.unref();
    return first;
  }
  throw new Error(`no free range of ports from ${FIRST_PORT}`);
}

function listen(port: number, host: string): Promise<Server | null> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(null));
    server.listen(port, host, () => resolve(server));
  });
}
