import { type CheckRule, SPECIFICATION_URL } from './rule.js';

/** Agents do not work on http, except on loopback. */
export const pageNotSecure: CheckRule = {
  id: 'page-not-secure',
  fix: 'Serve the page over https.',
  spec: `${SPECIFICATION_URL}#monetizationevent-interface`,
  check: ({ url, page }) =>
    page.isSecureContext
      ? []
      : [{ message: `${new URL(url).origin} is not a secure context, so agents do not work there.` }],
};
