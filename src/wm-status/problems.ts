import { html, type TemplateResult } from 'lit';
import type { AgentState } from '../agent/state.js';
import { readableUrl } from './readable-url.js';
import { fixOf, sentencesOf } from './sayings.js';
import type { Words } from './words.js';

/** The others are told by their links. */
const MOST_PROBLEMS = 3;

/** What is wrong, and what to do about it. */
export function renderProblems({ error, sessions }: AgentState, words: Words): TemplateResult[] {
  const problems = new Map<string, unknown>();
  if (error) problems.set(error.code, fixOf(error, words));
  for (const session of sessions) {
    if (!session.error) continue;
    const { code } = session.error;
    const said = sentencesOf(session.error, words);
    // What is wrong with the provider is wrong for all links, and is said once.
    const general = code.startsWith('provider-');
    const key = general ? code : session.href;
    if (problems.has(key)) continue;
    problems.set(key, general ? said : html`<b><bdi>${readableUrl(session.href)}</bdi></b> ${said}`);
  }
  const shown = [...problems.values()];
  const rest = shown.length - MOST_PROBLEMS;
  if (rest > 0) shown.splice(MOST_PROBLEMS, rest, `+${rest}`);
  return shown.map((problem) => html`<p class="problem" part="problem">${problem}</p>`);
}
