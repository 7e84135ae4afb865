import type { LegacyContext } from './legacy-context.js';
import type { LinkSession } from '../sessions/link-session.js';
import { isMetaElement } from './meta-scanner.js';

/** With this many consecutive failed ticks, payments count as stopped. */
const MAX_TICK_FAILURES = 3;

/** The session that the first version reports: of the only tag, in the head. Null if there are others. */
export function findLegacySession(
  { sessions }: LegacyContext,
  warnOnce: (message: string) => void,
): LinkSession | null {
  const all = [...sessions.values()];
  const links = all.filter(({ linkElement }) => !isMetaElement(linkElement));
  const [tag = null, other] = links.length > 0 ? links : all;
  if (!other && !tag?.linkElement.closest('body')) return tag;
  warnOnce(
    'The first version of document.monetization supports only pages with one tag in the head. This page has other tags.',
  );
  return null;
}

export function isPayableSession(
  { connection, pausedByVisitor, streaming, visibility }: LegacyContext,
  session: LinkSession,
): boolean {
  return (
    session.walletDetails !== null &&
    session.error === null &&
    connection?.state === 'active' &&
    !pausedByVisitor &&
    visibility.visible &&
    streaming.failures < MAX_TICK_FAILURES
  );
}

/** The payment pointer as written in the tag. */
export function paymentPointerOf({ linkElement, href }: LinkSession): string {
  return linkElement.getAttribute('content')?.trim() ?? href;
}
