import type { RouteOptions } from 'fastify';
import {
  MAX_SESSIONS_PER_PAGE,
  RELAY_VERSION,
  type RelayDescription,
} from '../../protocol/relay-messages.js';
import { connectPageUrl } from '../connect/connect-page.js';
import { RelayDescriptionSchema } from '../core/message-schemas.js';
import type { Services } from '../core/services.js';

export function describeRelay({ origin, sandbox }: Services): RouteOptions {
  return {
    method: 'GET',
    url: '/relay',
    config: { summary: 'Describe this relay' },
    schema: { response: { 200: RelayDescriptionSchema } },
    handler: async (): Promise<RelayDescription> => ({
      relay: RELAY_VERSION,
      sandbox,
      connectPage: connectPageUrl(origin),
      limits: { sessions: MAX_SESSIONS_PER_PAGE },
    }),
  };
}
