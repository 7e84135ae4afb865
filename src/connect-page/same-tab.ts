/** Behind the fragment, when no window could be opened: this page has come in the place of the site's. */
const MARK = '?here';

export function withoutMark(fragment: string): string {
  return fragment.endsWith(MARK) ? fragment.slice(0, -MARK.length) : fragment;
}

/**
 * Whether this tab shows the site before and after: then whoever opened it is not the page that asks, and it is not to be closed.
 * The tab remembers it, because the site and the wallet lead back here without the mark.
 */
export function isSameTab(connection: string, fragment = ''): boolean {
  const key = `here:${connection}`;
  try {
    if (fragment.endsWith(MARK)) sessionStorage.setItem(key, 'yes');
    return sessionStorage.getItem(key) !== null;
  } catch {
    // Without storage only the first page knows.
    return fragment.endsWith(MARK);
  }
}
