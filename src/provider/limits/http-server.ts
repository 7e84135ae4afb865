import { createServer, type RequestListener, type Server } from 'node:http';
import { HEADERS_LIMIT, type Limits } from './limits.js';

/** So that closing does not wait for idle connections any longer than this. */
const KEEP_ALIVE = 5_000;

/** A server that waits for nobody: Node's own patience is a minute for headers and five for a body, looked at twice a minute. */
// https://nodejs.org/docs/latest-v20.x/api/http.html#httpcreateserveroptions-requestlistener
export function createHttpServer(limits: Limits, listener: RequestListener): Server {
  const server = createServer(
    {
      maxHeaderSize: HEADERS_LIMIT,
      headersTimeout: limits.headersTimeout,
      requestTimeout: limits.requestTimeout,
      connectionsCheckingInterval: limits.checkInterval,
      keepAliveTimeout: KEEP_ALIVE,
    },
    listener,
  );
  server.maxConnections = limits.maxConnections;
  return server;
}
