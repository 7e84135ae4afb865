/** What a consent page of a sandbox wallet must look like for {@link acceptInteraction} to use it. */
const FORM = /<form method="post">([\s\S]*?)<\/form>/;
const FIELD = /<input type="hidden" name="(\w+)" value="([\w-]+)" ?\/?>/g;
const ACCEPT = /<button name="decision" value="accept"[^>]*>/;

/**
 * A visitor who accepts: opens the consent page, keeps its cookie and presses its button, over HTTP like any browser.
 * Returns where the browser would be sent, with `hash` and `interact_ref`, and does not go there.
 * @throws Error when `redirectUrl` shows no consent page or the page sends nobody on.
 */
export async function acceptInteraction(
  redirectUrl: string,
  { fetch = globalThis.fetch }: { fetch?: typeof globalThis.fetch } = {},
): Promise<URL> {
  const opened = await fetch(redirectUrl, { redirect: 'manual', headers: { accept: 'text/html' } });
  const form = FORM.exec(await opened.text())?.[1];
  if (opened.status !== 200 || form === undefined || !ACCEPT.test(form)) {
    throw new Error(`There is no consent page at ${redirectUrl}: status ${opened.status}`);
  }
  const answered = await fetch(redirectUrl, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookiesOf(opened) },
    body: new URLSearchParams([...fieldsOf(form), ['decision', 'accept']]),
  });
  const location = answered.headers.get('location');
  if (answered.status !== 303 || location === null) {
    throw new Error(`The consent page at ${redirectUrl} sends nobody on: status ${answered.status}`);
  }
  return new URL(location, redirectUrl);
}

function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');
}

function fieldsOf(form: string): [string, string][] {
  return [...form.matchAll(FIELD)].map(([, name = '', value = '']) => [name, value]);
}
