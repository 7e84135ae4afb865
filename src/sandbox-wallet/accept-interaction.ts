/** The markup of a sandbox wallet's consent page, which {@link acceptInteraction} parses. */
const FORM_PATTERN = /<form method="post">([\s\S]*?)<\/form>/;
const HIDDEN_FIELD_PATTERN = /<input type="hidden" name="(\w+)" value="([\w-]+)" ?\/?>/g;
const ACCEPT_BUTTON_PATTERN = /<button name="decision" value="accept"[^>]*>/;

/**
 * Accepts a consent like a browser: opens the consent page, keeps its cookie and submits its form over HTTP.
 * @returns the URL to which the wallet redirects, with `hash` and `interact_ref`. Does not follow it.
 * @throws Error when `redirectUrl` has no consent page, or the page does not redirect.
 */
export async function acceptInteraction(
  redirectUrl: string,
  { fetch = globalThis.fetch }: { fetch?: typeof globalThis.fetch | undefined } = {},
): Promise<URL> {
  const pageResponse = await fetch(redirectUrl, { redirect: 'manual', headers: { accept: 'text/html' } });
  const form = FORM_PATTERN.exec(await pageResponse.text())?.[1];
  if (pageResponse.status !== 200 || form === undefined || !ACCEPT_BUTTON_PATTERN.test(form)) {
    throw new Error(`No consent page at ${redirectUrl}: status ${pageResponse.status}`);
  }
  const decisionResponse = await fetch(redirectUrl, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookiesOf(pageResponse) },
    body: new URLSearchParams([...fieldsOf(form), ['decision', 'accept']]),
  });
  const location = decisionResponse.headers.get('location');
  if (decisionResponse.status !== 303 || location === null) {
    throw new Error(`The consent page at ${redirectUrl} did not redirect: status ${decisionResponse.status}`);
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
  return [...form.matchAll(HIDDEN_FIELD_PATTERN)].map(([, name = '', value = '']) => [name, value]);
}
