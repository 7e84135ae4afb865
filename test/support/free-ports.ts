import { createServer } from 'node:net';
import type { Ports } from '../../src/tools/start/ports.js';

/**
 * Four ports that are free at the moment on both loopback addresses. They are below the range of ephemeral
 * ports (32768 and up on Linux), because a browser opens hundreds of those between the search and the moment
 * when a server listens. Each process searches its own range.
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
const PORT_COUNT = 10_000;
let next = (process.pid * 50) % PORT_COUNT;

export async function freePort(): Promise<number> {
  for (let tries = 0; tries < PORT_COUNT; tries++) {
    const port = FIRST_PORT + next;
    next = (next + 1) % PORT_COUNT;
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port from ${FIRST_PORT} to ${FIRST_PORT + PORT_COUNT - 1}`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, 'localhost', () => server.close(() => resolve(true)));
  });
}
