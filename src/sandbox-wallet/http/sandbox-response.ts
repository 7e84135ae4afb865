import { type IncomingMessage, ServerResponse } from 'node:http';

/**
 * Marks every response as a sandbox's. Setting the header here also covers responses that Fastify writes
 * before any hook runs, and all addresses that `localhost` resolves to.
 */
export class SandboxResponse<Request extends IncomingMessage> extends ServerResponse<Request> {
  constructor(...args: ConstructorParameters<typeof ServerResponse<Request>>) {
    super(...args);
    this.setHeader('wm-sandbox', 'true');
  }
}
