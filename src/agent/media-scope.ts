import type { LinkSession } from './link-session.js';

/** Whatever starts, stops or ends a media element. These events do not bubble, so they are heard on their way down. */
export const MEDIA_EVENTS = ['play', 'playing', 'pause', 'ended', 'emptied'];

/** The media element whose link this is, if it is one's. */
export function mediaOf(linkElement: Element): HTMLMediaElement | null {
  return linkElement.closest<HTMLMediaElement>('audio,video');
}

/** Whether the link is in its scope: in a media element while that plays, elsewhere always. */
// Differs from the spec: a media-scoped session stays when the media pauses, and is not paid. "Interacting" is playing.
// https://webmonetization.org/specification/flows/#dfn-initiate-media-scoped-sessions
export function isInScope({ linkElement }: LinkSession): boolean {
  const media = mediaOf(linkElement);
  return !media || !(media.paused || media.ended);
}
