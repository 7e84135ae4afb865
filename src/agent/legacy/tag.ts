import type { AgentContext } from '../context.js';
import type { LinkSession } from '../link-session.js';
import { isMeta } from './meta.js';

/** So many failed ticks in a row are no hiccup any more. */
const MANY_FAILURES = 3;

/** The session that the first version tells of: of the page's only tag, in its head. */
export function findTag({ sessions }: AgentContext, tell: (sentence: string) => void): LinkSession | null {
  const all = [...sessions.values()];
  const links = all.filter(({ linkElement }) => !isMeta(linkElement));
  const [tag = null, other] = links.length > 0 ? links : all;
  if (!other && !tag?.linkElement.closest('body')) return tag;
  tell('document.monetization tells of a page with one tag in its head, and this one has others.');
  return null;
}

export function mayBePaid(
  { connection, pausedByVisitor, tick, visibility }: AgentContext,
  session: LinkSession,
): boolean {
  return (
    session.walletDetails !== null &&
    session.error === null &&
    connection?.state === 'active' &&
    !pausedByVisitor &&
    visibility.visible &&
    tick.failures < MANY_FAILURES
  );
}

/** As the author wrote it. */
export function pointerOf({ linkElement, href }: LinkSession): string {
  return linkElement.getAttribute('content')?.trim() ?? href;
}
