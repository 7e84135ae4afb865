/** No query, no second origin behind a slash or a colon: whoever sends a visitor to the connect page chooses the path that it leads to. */
const PLAIN_PATH = /^(\/(%(?!2f|5c)[\da-f]{2}|[\w.~!$&'()*+,;=@-])+)*\/?$/i;
const LONGEST = 512;

/** Where the visitor came from, on the site: `path` if it is a plain one, else the site's first page. */
export function returnPath(path: string): string {
  return path.length <= LONGEST && PLAIN_PATH.test(path) ? path || '/' : '/';
}

/** What the page was opened with: the connection and, behind it, the path of the page that asks. */
export function parseFragment(fragment: string): { id: string; path: string | null } {
  const [id = '', ...rest] = fragment.slice(1).split('/');
  return { id: encodeURIComponent(id), path: rest.length === 0 ? null : returnPath(`/${rest.join('/')}`) };
}

/** This tab remembers it for the finish page, which the wallet opens. */
export function rememberReturnPath(connection: string, path: string): void {
  try {
    sessionStorage.setItem(connection, path);
  } catch {
    // Without storage the finish page leads to the site's first page.
  }
}

export function rememberedReturnPath(connection: string): string {
  try {
    return returnPath(sessionStorage.getItem(connection) ?? '');
  } catch {
    return '/';
  }
}
