import { createServer } from 'node:net';
import type { Ports } from '../../src/start/ports.js';

/** Four ports that nobody uses at the moment, on both loopback addresses. */
export async function freePorts(): Promise<Ports> {
  const servers = await Promise.all(Array.from({ length: 4 }, listen));
  const [demo, provider, visitor, receiver] = servers.map(({ port }) => port) as [
    number,
    number,
    number,
    number,
  ];
  await Promise.all(servers.map(({ close }) => close()));
  return { demo, provider, visitor, receiver };
}

function listen(): Promise<{ port: number; close(): Promise<void> }> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, 'localhost', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') return reject(new Error('no port'));
      resolve({ port: address.port, close: () => new Promise((closed) => server.close(() => closed())) });
    });
  });
}
