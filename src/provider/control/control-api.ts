import type { FastifyInstance } from 'fastify';
import { isLoopbackHostname } from '../../protocol/loopback.js';
import type { ProviderServices } from '../services/provider-services.js';
import { checkLocalCaller } from './check-local-caller.js';
import { observeRelay } from './observe-relay.js';
import { createOpenLinks } from './open-links.js';
import { createPageEventStream } from './page-events.js';
import { serveEvents } from './serve-events.js';
import { serveTriggerPayment } from './trigger-payment.js';

/**
 * Serves `/sandbox`, which `wm trigger` and `wm listen` call. Only in a sandbox on loopback. Other providers
 * do not have these routes.
 * @returns a function that observes the relay's server. Call it before the server has routes.
 */
export async function serveProviderControlApi(
  server: FastifyInstance,
  services: ProviderServices,
): Promise<(relay: FastifyInstance) => void> {
  if (!services.sandbox || !isLoopbackHostname(new URL(services.origin).hostname)) return () => undefined;
  const links = createOpenLinks(services.now);
  const events = createPageEventStream(services.now);
  await server.register(
    async (control) => {
      control.addHook('onRequest', checkLocalCaller(services.origin));
      serveEvents(control, events);
      serveTriggerPayment(control, services, links);
    },
    { prefix: '/sandbox' },
  );
  return (relay) => observeRelay(relay, links, events);
}
