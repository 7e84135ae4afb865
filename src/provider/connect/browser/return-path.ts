/** No query, and no second origin after a slash or a colon, because an attacker can choose this path. */
const PLAIN_PATH = /^(\/(%(?!2f|5c)[\da-f]{2}|[\w.~!$&'()*+,;=@-])+)*\/?$/i;
const MAX_PATH_LENGTH = 512;

/** The path on the site to return to: `path` if it is plain, else the site's home page. */
export function sanitizeReturnPath(path: string): string {
  return path.length <= MAX_PATH_LENGTH && PLAIN_PATH.test(path) ? path || '/' : '/';
}

/** Parses the fragment of this page's URL: connection id, slash, path of the requesting page. */
export function parseFragment(fragment: string): { id: string; path: string | null } {
  const [id = '', ...rest] = fragment.slice(1).split('/');
  return {
    id: encodeURIComponent(id),
    path: rest.length === 0 ? null : sanitizeReturnPath(`/${rest.join('/')}`),
  };
}

/** Stores the path in this tab for the finish page, to which the wallet redirects. */
export function storeReturnPath(connection: string, path: string): void {
  try {
    sessionStorage.setItem(connection, path);
  } catch {
    // Without storage, the finish page links to the site's home page.
  }
}

export function loadReturnPath(connection: string): string {
  try {
    return sanitizeReturnPath(sessionStorage.getItem(connection) ?? '');
  } catch {
    return '/';
  }
}
