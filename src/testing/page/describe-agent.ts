import { monetizationHrefs } from './links.js';

/** Describes why this document may not have received more payments. */
export function describeAgent(document: Document): string {
  const { agentState } = document.monetization ?? {};
  const problems = [agentState?.error, ...(agentState?.sessions ?? []).map(({ error }) => error)];
  return [
    agentState ? `The agent is "${agentState.status}".` : 'There is no agent.',
    ...problems.flatMap((problem) => (problem ? [`${problem.code}: ${problem.message} ${problem.fix}`] : [])),
    ...(monetizationHrefs(document).length > 0 ? [] : ['The page has no <link rel="monetization">.']),
  ].join(' ');
}
