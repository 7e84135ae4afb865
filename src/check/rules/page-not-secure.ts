import { type Rule, SPECIFICATION } from '../rule.js';

/** No agent works on http, but for this machine. */
export const pageNotSecure: Rule = {
  id: 'page-not-secure',
  fix: 'Serve the page over https.',
  spec: `${SPECIFICATION}#monetizationevent-interface`,
  find: ({ url, page }) =>
    page.isSecureContext
      ? []
      : [{ message: `${new URL(url).origin} is no secure context: no agent works there.` }],
};
