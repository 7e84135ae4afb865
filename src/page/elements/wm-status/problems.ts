import { html, type TemplateResult } from 'lit';
import type { AgentState } from '../../agent/state/state.js';
import { formatUrl } from '../format-url.js';
import { formatErrorFix, formatError } from './core/state-messages.js';
import type { CardMessages } from './core/messages.js';

/** Further errors appear in the list of links. */
const MAX_PROBLEMS = 3;

/** The errors with their fixes. */
export function renderProblems({ error, sessions }: AgentState, messages: CardMessages): TemplateResult[] {
  const problems = new Map<string, unknown>();
  if (error) problems.set(error.code, formatErrorFix(error, messages));
  for (const session of sessions) {
    if (!session.error) continue;
    const { code } = session.error;
    const text = formatError(session.error, messages);
    // An error of the provider applies to all links, so it is shown once.
    const isGeneral = code.startsWith('provider-');
    const key = isGeneral ? code : session.href;
    if (problems.has(key)) continue;
    problems.set(key, isGeneral ? text : html`<b><bdi>${formatUrl(session.href)}</bdi></b> ${text}`);
  }
  const shown = [...problems.values()];
  const hiddenCount = shown.length - MAX_PROBLEMS;
  if (hiddenCount > 0) shown.splice(MAX_PROBLEMS, hiddenCount, `+${hiddenCount}`);
  return shown.map((problem) => html`<p class="problem" part="problem">${problem}</p>`);
}
