import { createServer } from 'node:net';

/** Where everything of a sandbox listens, all on this machine. */
export interface Ports {
  demo: number;
  provider: number;
  visitor: number;
  receiver: number;
}

const DEFAULT_PORT = 4100;

/**
 * The demo's port from `PORT`; the others follow it.
 * @throws TypeError when `PORT` is not a port number with room for three more.
 */
export function portsFrom(port: string | undefined): Ports {
  const demo = port === undefined || port === '' ? DEFAULT_PORT : Number(port);
  if (!Number.isInteger(demo) || demo < 1 || demo > 65_532) {
    throw new TypeError(`"PORT" must be a number from 1 to 65532, got ${JSON.stringify(port)}`);
  }
  return { demo, provider: demo + 1, visitor: demo + 2, receiver: demo + 3 };
}

/**
 * Fails before anything is started or written.
 * @throws Error naming the taken port and the way out.
 */
export async function checkPortsAreFree(
  ports: Ports | Record<string, number>,
  otherwise = 'PORT=4200 npm start',
): Promise<void> {
  for (const [role, port] of Object.entries(ports)) {
    if (await isFree(port)) continue;
    throw new Error(`Port ${port} (${role}) is taken. Stop what uses it, or choose others: ${otherwise}`);
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ host: 'localhost', port, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
