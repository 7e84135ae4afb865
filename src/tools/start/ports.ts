import { createServer } from 'node:net';
import { readNumber } from './read-arguments.js';

/** The ports of a sandbox, all on this machine. */
export interface Ports {
  demo: number;
  provider: number;
  visitor: number;
  receiver: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_DEMO_PORT = '4100';
const MAX_PORT = 65_535;
/** Leaves room for three more ports. */
const MAX_DEMO_PORT = MAX_PORT - 3;

/** @throws UsageError if the value of `--port` is not a port. */
export function readPort(port: string): number {
  return readNumber('--port', port, 1, MAX_PORT);
}

/**
 * The port of `wm start` in the same environment.
 * @param port the value of `--port`, if there is one.
 * @throws UsageError if it is not a port.
 */
export function readDemoPort(port: string | undefined, { PORT }: Environment): number {
  return readPort(port ?? (PORT || DEFAULT_DEMO_PORT));
}

/**
 * The ports of `wm start`: the demo's port, then the three others.
 * @param port the value of `--port`, if there is one.
 * @throws UsageError if it is not a port with room for three more.
 */
export function readPorts(port: string | undefined, { PORT }: Environment): Ports {
  const option = port === undefined ? 'PORT' : '--port';
  const demo = readNumber(option, port ?? (PORT || DEFAULT_DEMO_PORT), 1, MAX_DEMO_PORT);
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
