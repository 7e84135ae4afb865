import { type CheckRule, SPECIFICATION_URL } from './rule.js';
import { findInScripts } from '../source/page-source.js';

const DEPRECATED_API =
  /\bdocument\.monetization\.state\b|['"`]monetization(?:pending|start|progress|stop)['"`]/;

/** The state and the events of the first version of Web Monetization. */
export const deprecatedDocumentMonetization: CheckRule = {
  id: 'deprecated-document-monetization',
  fix: "Listen for the event 'monetization' on the window. It has amountSent and incomingPayment.",
  spec: `${SPECIFICATION_URL}#events`,
  check: ({ scripts }) =>
    findInScripts(scripts, DEPRECATED_API).map(({ text, ...location }) => ({
      ...location,
      message: `${text} belongs to the first version of Web Monetization.`,
    })),
};
