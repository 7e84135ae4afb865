/** Requests of the connect page to its own origin. Errors have a message for the visitor. */
export function getFromProvider<T>(path: string): Promise<T> {
  return callProvider(path, {});
}

export function postToProvider<T>(path: string, body: object): Promise<T> {
  return callProvider(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function callProvider<T>(path: string, init: RequestInit): Promise<T> {
  const response = await fetch(path, { ...init, redirect: 'error' }).catch(() => {
    throw new Error('The provider does not respond. Try again later.');
  });
  const body = (await response.json().catch(() => {
    throw new Error(
      `The provider sent an unexpected response (HTTP status ${response.status}). Try again later.`,
    );
  })) as { title?: string; detail?: string };
  if (!response.ok)
    throw new Error(body.detail ?? body.title ?? `The provider returned HTTP status ${response.status}.`);
  return body as T;
}
