/**
 * A page's URL and its credentials. A URL may contain a user name and a password, which are never printed.
 */
export interface PageAddress {
  readonly url: string;
  readonly credentials?: { readonly username: string; readonly password: string };
}

/** @throws TypeError without the password if it is not a URL. */
export function parsePageAddress(written: string): PageAddress {
  if (!URL.canParse(written)) throw new TypeError(`${removePassword(written)} is not a URL`);
  const url = new URL(written);
  const { username, password } = url;
  if (!username && !password) return { url: url.href };
  Object.assign(url, { username: '', password: '' });
  return { url: url.href, credentials: { username: decode(username), password: decode(password) } };
}

/**
 * Removes the password from a text that may be a URL: applications should not render the password as clear
 * text.
 * https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1
 */
export function removePassword(written: string): string {
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
