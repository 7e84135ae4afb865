import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import { setTimeout } from 'node:timers/promises';

/** The faults of a request or its response. */
export type NetworkFault =
  | 'delay'
  | 'reset before'
  | 'reset after'
  | 'cut'
  | 'duplicate'
  | '429'
  | '500'
  | '503'
  | '500 after'
  | 'stall';

/** A stall costs real time, so it is the rarest fault. */
const FAULT_WEIGHTS: Record<NetworkFault, number> = {
  delay: 15,
  'reset before': 15,
  'reset after': 15,
  cut: 15,
  duplicate: 15,
  '429': 6,
  '500': 6,
  '503': 6,
  '500 after': 6,
  stall: 1,
};
const MAX_DELAY_MS = 40;

export interface FaultProxyOptions {
  /** The public port. The server behind the proxy uses it in its origin. */
  listen: number;
  /**
   * The port on which that server really listens. With several nodes, a function that returns the next
   * request's.
   */
  target: number | (() => number);
  /** A random number in [0, 1), drawn once or twice per request, in the order of arrival. */
  random: () => number;
  /** The share of requests with a fault, in [0, 1]. */
  rate: number;
  /** Requests without faults, such as those of the visitor's browser. */
  isExempt?: (request: IncomingMessage) => boolean;
  /** Milliseconds until the connection of a stalled request is dropped. */
  stallMs?: number;
}

export interface FaultProxy {
  rate: number;
  /** A fault for the next request that matches, once. */
  nextFault: { fault: NetworkFault; fits: (request: IncomingMessage) => boolean } | undefined;
  /** The number of injected faults by kind; `none` counts the other requests. */
  readonly injectedFaults: Map<NetworkFault | 'none', number>;
  /** Every received request, as `GET /path`. */
  readonly requests: string[];
  close(): Promise<void>;
}

/**
 * A proxy between two servers that injects network faults. It forwards requests and responses unchanged,
 * including `Host`.
 */
export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const { listen, random, isExempt = () => false } = options;
  const proxy: Omit<FaultProxy, 'close'> = {
    rate: options.rate,
    nextFault: undefined,
    injectedFaults: new Map<NetworkFault | 'none', number>(),
    requests: [],
  };
  const server = createServer((incoming, response) => {
    proxy.requests.push(`${incoming.method} ${incoming.url}`);
    const roll = random();
    let fault: NetworkFault | 'none' =
      roll < proxy.rate && !isExempt(incoming) ? chooseFault(roll / proxy.rate) : 'none';
    if (proxy.nextFault?.fits(incoming)) {
      fault = proxy.nextFault.fault;
      proxy.nextFault = undefined;
    }
    proxy.injectedFaults.set(fault, (proxy.injectedFaults.get(fault) ?? 0) + 1);
    injectNetworkFault(fault, incoming, response, options).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(listen, 'localhost', resolve));
  return Object.assign(proxy, {
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

async function injectNetworkFault(
  fault: NetworkFault | 'none',
  incoming: IncomingMessage,
  response: ServerResponse,
  { target, random, stallMs = 3_500 }: FaultProxyOptions,
): Promise<void> {
  // Drawn before the first await, so that only the order of the requests determines it.
  const chance = random();
  const body = await read(incoming);
  const forward = () => forwardRequest(incoming, body, typeof target === 'number' ? target : target());
  switch (fault) {
    case 'none':
      return send(response, await forward());
    case 'delay':
      await setTimeout(chance * MAX_DELAY_MS);
      return send(response, await forward());
    case 'reset before':
      return void response.destroy();
    case 'reset after':
      await forward();
      return void response.destroy();
    case 'cut':
      return truncateResponse(response, await forward(), chance);
    case 'duplicate': {
      const answers = await Promise.all([forward(), forward()]);
      return send(response, answers[chance < 0.5 ? 0 : 1]);
    }
    case '500 after':
      await forward();
      return sendError(response, 500);
    case 'stall':
      if (chance < 0.5) await forward();
      await setTimeout(stallMs);
      return void response.destroy();
    default:
      return sendError(response, Number(fault));
  }
}

interface ForwardedResponse {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

function forwardRequest(incoming: IncomingMessage, body: Buffer, port: number): Promise<ForwardedResponse> {
  const { method, url, rawHeaders } = incoming;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host: 'localhost', port, method, path: url, headers: rawHeaders },
      (answer) => {
        const { statusCode = 502, headers } = answer;
        read(answer).then((whole) => resolve({ status: statusCode, headers, body: whole }), reject);
      },
    );
    outgoing.on('error', reject).end(body);
  });
}

async function read(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, { status, headers, body }: ForwardedResponse): void {
  response.writeHead(status, lengthOf(headers, body)).end(body);
}

/** Announces the full length of the response and closes the connection early. */
function truncateResponse(
  response: ServerResponse,
  { status, headers, body }: ForwardedResponse,
  chance: number,
): void {
  response.writeHead(status, lengthOf(headers, body));
  response.flushHeaders();
  response.write(body.subarray(0, Math.floor(chance * body.length)), () => response.destroy());
}

function sendError(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'text/plain', 'retry-after': '0' }).end('Injected fault.');
}

function lengthOf(headers: IncomingHttpHeaders, body: Buffer): IncomingHttpHeaders {
  const {
    connection: _connection,
    'transfer-encoding': _encoding,
    'keep-alive': _keepAlive,
    ...others
  } = headers;
  return { ...others, ...(body.length > 0 && { 'content-length': String(body.length) }) };
}

function chooseFault(roll: number): NetworkFault {
  const total = Object.values(FAULT_WEIGHTS).reduce((sum, weight) => sum + weight, 0);
  let left = roll * total;
  for (const [fault, weight] of Object.entries(FAULT_WEIGHTS) as [NetworkFault, number][]) {
    left -= weight;
    if (left < 0) return fault;
  }
  return 'delay';
}
