import {
  MAX_SESSIONS_PER_PAGE,
  RELAY_VERSION,
  type RelayDescription,
} from '../../protocol/relay-messages.js';
import { connectPageUrl } from '../connect/connect-page.js';
import { RelayDescriptionSchema } from '../core/message-schemas.js';
import { type RelayCall, type RelayStep, validateRequest } from './relay-call.js';

const respondWithDescription: RelayStep = ({ services: { origin, sandbox }, reply }) => {
  const description: RelayDescription = {
    relay: RELAY_VERSION,
    sandbox,
    connectPage: connectPageUrl(origin),
    limits: { sessions: MAX_SESSIONS_PER_PAGE },
  };
  void reply.send(description);
};

export const describeRelay: RelayCall = {
  method: 'GET',
  url: '/relay',
  summary: 'Describe this relay',
  schema: { response: { 200: RelayDescriptionSchema } },
  steps: [validateRequest, respondWithDescription],
};
