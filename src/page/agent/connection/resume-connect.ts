import { PAGE_ERRORS } from '../../../protocol/error-codes/page-errors.js';
import { RelayError } from '../../relay-client/relay-error.js';
import type { ConnectionContext } from './connection.js';
import { delay } from '../core/delay.js';

/** The connect page returns with this fragment when it has lost the window that opened it. */
const CONNECT_FRAGMENT = /^#wm-connect=([\w-]+)$/;

/** How often to check whether the provider's answer has arrived. */
const POLL_INTERVAL_MS = 50;

/**
 * Completes a connect flow that has returned to this page. The connect page needs proof that this site
 * requested the connection. The agent submits a form to it, because the browser adds the site's origin to the
 * request. The URL contains no secret, because a redirect of the site could leak it.
 */
export async function resumeConnect(agent: ConnectionContext): Promise<void> {
  const [, id] = CONNECT_FRAGMENT.exec(location.hash) ?? [];
  // The fragment is used once. Remove it from the URL and from the history.
  history.replaceState(history.state, '', location.pathname + location.search);
  if (!id || top !== window) return;
  while (!agent.stopped && !agent.connection) await delay(agent.platform, POLL_INTERVAL_MS);
  const { connection, description } = agent;
  // Any site can link here with such a fragment. Ignore it unless the id is that of this visitor's
  // connection, which another site cannot know.
  if (connection?.id === id && description) submitConnectForm(agent, description.connectPage, id);
}

function submitConnectForm(agent: ConnectionContext, action: string, connection: string): void {
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
    if (effectiveDirective !== 'form-action') return;
    agent.error = agent.report(new RelayError('form-action', PAGE_ERRORS['form-action']));
    agent.notifyStateChange();
  });
  // A strict referrer policy would hide the origin, which the connect page needs. Overriding it is safe: the
  // page is about to be replaced, and the connect page already knows the site.
  document.head?.append(
    Object.assign(document.createElement('meta'), { name: 'referrer', content: 'origin' }),
  );
  const form = document.createElement('form');
  const input = Object.assign(document.createElement('input'), { name: 'connection', value: connection });
  Object.assign(form, { method: 'post', action, target: '_self', hidden: true });
  form.append(input);
  document.documentElement.append(form);
  form.submit();
}
