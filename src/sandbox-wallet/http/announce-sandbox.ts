import { type IncomingMessage, ServerResponse } from 'node:http';

/**
 * Every answer says that no money is real. As a header of the response itself it is also on those that Fastify writes before any hook
 * runs, and on all the addresses that `localhost` stands for.
 */
export class SandboxResponse<Request extends IncomingMessage> extends ServerResponse<Request> {
  constructor(...args: ConstructorParameters<typeof ServerResponse<Request>>) {
    super(...args);
    this.setHeader('wm-sandbox', 'true');
  }
}
