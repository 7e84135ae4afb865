import { createServer } from 'node:net';

/** The ports of a sandbox, all on this machine. */
export interface Ports {
  demo: number;
  provider: number;
  visitor: number;
  receiver: number;
}

const DEFAULT_DEMO_PORT = 4100;

/**
 * Derives all ports from `PORT`: the demo's port, then the three others.
 * @throws TypeError if `PORT` is not a port number with room for three more.
 */
export function parsePorts(port: string | undefined): Ports {
  const demo = port === undefined || port === '' ? DEFAULT_DEMO_PORT : Number(port);
  if (!Number.isInteger(demo) || demo < 1 || demo > 65_532) {
    throw new TypeError(`"PORT" must be a number from 1 to 65532, got ${JSON.stringify(port)}`);
  }
  return { demo, provider: demo + 1, visitor: demo + 2, receiver: demo + 3 };
}

/**
 * Checks the ports before anything is started or written.
 * @throws Error with the taken port and a fix.
 */
export async function checkPortsAreFree(
  ports: Ports | Record<string, number>,
  suggestion = 'PORT=4200 npm start',
): Promise<void> {
  for (const [role, port] of Object.entries(ports)) {
    if (await isFree(port)) continue;
    throw new Error(
      `Port ${port} (${role}) is taken. Stop the process that uses it, or choose other ports: ${suggestion}`,
    );
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ host: 'localhost', port, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
