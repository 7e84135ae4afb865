/** Ends the fragment if no window could be opened, so that this page replaced the site's page in its tab. */
const SAME_TAB_MARKER = '?here';

export function removeSameTabMarker(fragment: string): string {
  return fragment.endsWith(SAME_TAB_MARKER) ? fragment.slice(0, -SAME_TAB_MARKER.length) : fragment;
}

/**
 * Whether this tab shows the site before and after. Then its opener is not the requesting page, and it must
 * not be closed. The tab stores this, because the site and the wallet return here without the marker.
 */
export function isSameTab(connection: string, fragment = ''): boolean {
  const key = `here:${connection}`;
  try {
    if (fragment.endsWith(SAME_TAB_MARKER)) sessionStorage.setItem(key, 'yes');
    return sessionStorage.getItem(key) !== null;
  } catch {
    // Without storage, only the first page has the marker.
    return fragment.endsWith(SAME_TAB_MARKER);
  }
}
