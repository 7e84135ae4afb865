import { type Rule, SPECIFICATION } from '../rule.js';
import { findInScripts } from '../source.js';

const FIRST_VERSION =
  /\bdocument\.monetization\.state\b|['"`]monetization(?:pending|start|progress|stop)['"`]/;

/** The first version's state and events. */
export const deprecatedDocumentMonetization: Rule = {
  id: 'deprecated-document-monetization',
  fix: "Listen to the event 'monetization' at the window; it carries amountSent and incomingPayment.",
  spec: `${SPECIFICATION}#events`,
  find: ({ scripts }) =>
    findInScripts(scripts, FIRST_VERSION).map(({ text, ...place }) => ({
      ...place,
      message: `${text} is of the first version of Web Monetization.`,
    })),
};
