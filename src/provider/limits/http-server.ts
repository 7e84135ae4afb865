import { createServer, type RequestListener, type Server } from 'node:http';
import { MAX_HEADER_BYTES, type ProviderLimits } from './limits.js';

/** Bounds how long closing the server waits for idle connections. */
const KEEP_ALIVE_TIMEOUT_MS = 5_000;

/**
 * An HTTP server with short timeouts. Node's defaults are a minute for headers and five for a body, checked
 * every 30 seconds.
 */
// https://nodejs.org/docs/latest-v20.x/api/http.html#httpcreateserveroptions-requestlistener
export function createHttpServer(limits: ProviderLimits, listener: RequestListener): Server {
  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: limits.headersTimeout,
      requestTimeout: limits.requestTimeout,
      connectionsCheckingInterval: limits.connectionsCheckingInterval,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    },
    listener,
  );
  server.maxConnections = limits.maxConnections;
  return server;
}
