/** Events that start, stop or end a media element. They do not bubble, so use a capturing listener. */
export const MEDIA_EVENTS: readonly string[] = ['play', 'playing', 'pause', 'ended', 'emptied'];

/** The media element that contains the link, or null. */
export function closestMediaElement(linkElement: Element): HTMLMediaElement | null {
  return linkElement.closest<HTMLMediaElement>('audio,video');
}

/** Whether the link may be paid now: in a media element while the media plays, elsewhere always. */
// Differs from the spec: a session stays while its media pauses, unpaid. "Interacting" means playing.
// https://webmonetization.org/specification/flows/#dfn-initiate-media-scoped-sessions
export function isInScope({ linkElement }: { readonly linkElement: Element }): boolean {
  const media = closestMediaElement(linkElement);
  return !media || !(media.paused || media.ended);
}
