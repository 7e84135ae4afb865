import type { FastifyInstance } from 'fastify';
import { isLoopbackOrigin } from '../checks/check-origin.js';
import type { Services } from '../services.js';
import { checkCallerIsLocal } from './check-caller.js';
import { observeRelay } from './observe-relay.js';
import { createOpenLinks } from './open-links.js';
import { createPageEvents } from './page-events.js';
import { serveEvents } from './serve-events.js';
import { servePayments } from './serve-payments.js';

/**
 * `/sandbox`: what `wm trigger` and `wm listen` speak to. Only in a sandbox on this machine; a provider for real visitors has no such paths.
 * @returns what the relay's server is to be shown to, before it has routes.
 */
export async function serveControlApi(
  server: FastifyInstance,
  services: Services,
): Promise<(relay: FastifyInstance) => void> {
  if (!services.sandbox || !isLoopbackOrigin(services.origin)) return () => undefined;
  const links = createOpenLinks(services.now);
  const events = createPageEvents(services.now);
  await server.register(
    async (control) => {
      control.addHook('onRequest', checkCallerIsLocal);
      serveEvents(control, events);
      servePayments(control, services, links);
    },
    { prefix: '/sandbox' },
  );
  return (relay) => observeRelay(relay, links, events);
}
