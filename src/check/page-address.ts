/** Where a page is, and what it takes to be let in: a URL may carry a name and a password, which nobody prints. */
export interface PageAddress {
  readonly url: string;
  readonly credentials?: { readonly username: string; readonly password: string };
}

/** @throws TypeError without the password when it is no URL. */
export function readAddress(written: string): PageAddress {
  if (!URL.canParse(written)) throw new TypeError(`${withoutPassword(written)} is no URL`);
  const url = new URL(written);
  const { username, password } = url;
  if (!username && !password) return { url: url.href };
  Object.assign(url, { username: '', password: '' });
  return { url: url.href, credentials: { username: decode(username), password: decode(password) } };
}

/**
 * What may be shown of a URL that may be none: applications should not render the password as clear text.
 * https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1
 */
export function withoutPassword(written: string): string {
  const slashes = written.indexOf('//');
  const begin = slashes === -1 ? 0 : slashes + 2;
  const end = written.lastIndexOf('@');
  const isPassword = end >= begin && (begin > 0 || written.slice(0, end).includes(':'));
  return isPassword ? written.slice(0, begin) + written.slice(end + 1) : written;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
