const REPLACEMENTS: Readonly<Record<string, string>> = {
  meta: 'Write <link rel="monetization" href="…"> instead.',
  state: 'Read document.monetization.agentState instead.',
  monetizationpending: 'Listen to agentstatechange instead.',
  monetizationstart: 'Listen to the monetization event of the link, the document or the window instead.',
  monetizationprogress: 'Listen to the monetization event of the link, the document or the window instead.',
  monetizationstop: 'Listen to agentstatechange instead.',
  tip: 'It never fires, because Web Monetization no longer has tips.',
};

/** The deprecation warning for a member of the first version, or null if that version has no such member. */
export function deprecationMessage(member: string): string | null {
  if (!Object.hasOwn(REPLACEMENTS, member)) return null;
  const name = member === 'meta' ? '<meta name="monetization">' : `document.monetization: ${member}`;
  return `${name} belongs to the first version of Web Monetization, which is deprecated. ${REPLACEMENTS[member]}`;
}
