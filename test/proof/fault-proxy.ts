import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import { setTimeout } from 'node:timers/promises';

/** What may become of a request on its way there and back. */
export type Fault =
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

/** A stall costs real time, so it is the rarest. */
const WEIGHTS: Record<Fault, number> = {
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
const LONGEST_DELAY = 40;

export interface FaultProxyOptions {
  /** The public port: the server behind must believe that this is its own. */
  listen: number;
  /** Where that server really listens; of several nodes, the next request's. */
  target: number | (() => number);
  /** In [0, 1). Asked in the order in which requests come. */
  random: () => number;
  /** How many of all requests go wrong, in [0, 1]. */
  rate: number;
  /** Requests that always go right, such as those of a person's browser. */
  spares?: (request: IncomingMessage) => boolean;
  /** Milliseconds that a stalled request is kept waiting before its connection is dropped. */
  stall?: number;
}

export interface FaultProxy {
  rate: number;
  /** What is played on the next request that this fits, once. */
  next: { fault: Fault; fits: (request: IncomingMessage) => boolean } | undefined;
  /** How often each fault was played; `none` counts the rest. */
  readonly played: Map<Fault | 'none', number>;
  /** Every request that came, as `GET /path`. */
  readonly seen: string[];
  close(): Promise<void>;
}

/** Stands between two servers as the network does, and plays its faults. Everything is passed on as it came, `Host` included. */
export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const { listen, random, spares = () => false } = options;
  const proxy: Omit<FaultProxy, 'close'> = {
    rate: options.rate,
    next: undefined,
    played: new Map<Fault | 'none', number>(),
    seen: [],
  };
  const server = createServer((incoming, response) => {
    proxy.seen.push(`${incoming.method} ${incoming.url}`);
    const roll = random();
    let fault: Fault | 'none' =
      roll < proxy.rate && !spares(incoming) ? chooseFault(roll / proxy.rate) : 'none';
    if (proxy.next?.fits(incoming)) {
      fault = proxy.next.fault;
      proxy.next = undefined;
    }
    proxy.played.set(fault, (proxy.played.get(fault) ?? 0) + 1);
    play(fault, incoming, response, options).catch(() => response.destroy());
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

async function play(
  fault: Fault | 'none',
  incoming: IncomingMessage,
  response: ServerResponse,
  { target, random, stall = 3_500 }: FaultProxyOptions,
): Promise<void> {
  // Before anything is awaited, so that the order of the requests alone decides.
  const chance = random();
  const body = await read(incoming);
  const forward = () => passOn(incoming, body, typeof target === 'number' ? target : target());
  switch (fault) {
    case 'none':
      return send(response, await forward());
    case 'delay':
      await setTimeout(chance * LONGEST_DELAY);
      return send(response, await forward());
    case 'reset before':
      return void response.destroy();
    case 'reset after':
      await forward();
      return void response.destroy();
    case 'cut':
      return cut(response, await forward(), chance);
    case 'duplicate': {
      const answers = await Promise.all([forward(), forward()]);
      return send(response, answers[chance < 0.5 ? 0 : 1]);
    }
    case '500 after':
      await forward();
      return fail(response, 500);
    case 'stall':
      if (chance < 0.5) await forward();
      await setTimeout(stall);
      return void response.destroy();
    default:
      return fail(response, Number(fault));
  }
}

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

function passOn(incoming: IncomingMessage, body: Buffer, port: number): Promise<Answer> {
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

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, lengthOf(headers, body)).end(body);
}

/** Says how long the answer is, and ends before that. */
function cut(response: ServerResponse, { status, headers, body }: Answer, chance: number): void {
  response.writeHead(status, lengthOf(headers, body));
  response.flushHeaders();
  response.write(body.subarray(0, Math.floor(chance * body.length)), () => response.destroy());
}

function fail(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'text/plain', 'retry-after': '0' }).end('A fault was played.');
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

function chooseFault(roll: number): Fault {
  const total = Object.values(WEIGHTS).reduce((sum, weight) => sum + weight, 0);
  let left = roll * total;
  for (const [fault, weight] of Object.entries(WEIGHTS) as [Fault, number][]) {
    left -= weight;
    if (left < 0) return fault;
  }
  return 'delay';
}
