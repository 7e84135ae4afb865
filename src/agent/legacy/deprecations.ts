const INSTEAD: Readonly<Record<string, string>> = {
  meta: 'Write <link rel="monetization" href="…"> instead.',
  state: 'Read document.monetization.agentState instead.',
  monetizationpending: 'Listen to agentstatechange instead.',
  monetizationstart: 'Listen to the monetization event instead, at the link, the document or the window.',
  monetizationprogress: 'Listen to the monetization event instead, at the link, the document or the window.',
  monetizationstop: 'Listen to agentstatechange instead.',
  tip: 'It never comes: Web Monetization has no tips any more.',
};

/** What replaces a member of the first version, or null when it has no such member. */
export function deprecationOf(member: string): string | null {
  if (!Object.hasOwn(INSTEAD, member)) return null;
  const name = member === 'meta' ? '<meta name="monetization">' : `document.monetization: ${member}`;
  return `${name} is of the first version of Web Monetization, which is deprecated. ${INSTEAD[member]}`;
}
