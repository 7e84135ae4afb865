import { ERROR_CODES } from '../protocol/error-codes.js';
import { RelayError } from '../relay/relay-error.js';
import type { AgentContext } from './context.js';
import { delay } from './platform.js';

/** What the connect page puts into the URL when it cannot speak to the page that opened it. */
const CODE = /^#wm-connect=([\w-]+)$/;

/** How often to look whether the provider has answered the agent. */
const LOOK_AGAIN = 50;

/**
 * The visitor comes from the connect page, which asks for a proof that this site wants the connection, and is sent back with a form: of a form the
 * browser says which site sends it. There is no secret in the URL, which a redirect of the site could take elsewhere.
 */
export async function comeBack(agent: AgentContext): Promise<void> {
  const [, id] = CODE.exec(location.hash) ?? [];
  // Used up from here on: neither the page nor its history keeps it.
  history.replaceState(history.state, '', location.pathname + location.search);
  if (!id || top !== window) return;
  while (!agent.stopped && !agent.connection) await delay(agent.platform, LOOK_AGAIN);
  const { connection, description } = agent;
  // Anybody can write such a link. Another's connection is not vouched for, and nobody is led away who does not come from the connect page.
  if (connection?.id === id && description) sendForm(agent, description.connectPage, id);
}

function sendForm(agent: AgentContext, action: string, connection: string): void {
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
    if (effectiveDirective !== 'form-action') return;
    agent.error = agent.report(new RelayError('form-action', ERROR_CODES['form-action']));
    agent.changed();
  });
  // A site may hide its origin from those it leads to. This page is being left, for one that knows it.
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
