import type { RouteOptions } from 'fastify';
import { RELAY_VERSION, type RelayDescription } from '../../protocol/relay-messages.js';
import { connectPage } from '../connect/connect-page.js';
import { RelayDescriptionSchema } from '../schemas.js';
import type { Services } from '../services.js';

/** How many links of one page may be paid. */
export const SESSIONS_PER_PAGE = 20;

export function describeRelay({ origin, sandbox }: Services): RouteOptions {
  return {
    method: 'GET',
    url: '/relay',
    config: { summary: 'Who answers here' },
    schema: { response: { 200: RelayDescriptionSchema } },
    handler: async (): Promise<RelayDescription> => ({
      relay: RELAY_VERSION,
      sandbox,
      connectPage: connectPage(origin),
      limits: { sessions: SESSIONS_PER_PAGE },
    }),
  };
}
