import { linksOf } from './links.js';

/** What may be the reason that this document has not been paid more, in words. */
export function describeAgent(document: Document): string {
  const { agentState } = document.monetization ?? {};
  const problems = [agentState?.error, ...(agentState?.sessions ?? []).map(({ error }) => error)];
  return [
    agentState ? `The agent is "${agentState.status}".` : 'There is no agent.',
    ...problems.flatMap((problem) => (problem ? [`${problem.code}: ${problem.message} ${problem.fix}`] : [])),
    ...(linksOf(document).length > 0 ? [] : ['The page has no <link rel="monetization">.']),
  ].join(' ');
}
