import { createServer } from 'node:net';
import type { Ports } from '../../src/start/ports.js';

/**
 * Four ports that nobody uses at the moment, on both loopback addresses. They lie below the range from which the
 * system takes ports for outgoing connections (32768 and up on Linux), because a browser opens hundreds of those
 * between the moment a port is found free and the moment a server listens on it. Each process searches in its own stretch.
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

const FIRST = 20_000;
const COUNT = 10_000;
let next = (process.pid * 50) % COUNT;

export async function freePort(): Promise<number> {
  for (let tries = 0; tries < COUNT; tries++) {
    const port = FIRST + next;
    next = (next + 1) % COUNT;
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port from ${FIRST} to ${FIRST + COUNT - 1}`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, 'localhost', () => server.close(() => resolve(true)));
  });
}
