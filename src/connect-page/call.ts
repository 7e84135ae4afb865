/** Calls of the connect page to its own origin. They reject with a sentence for the visitor. */
export function get<T>(path: string): Promise<T> {
  return call(path, {});
}

export function post<T>(path: string, body: object): Promise<T> {
  return call(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function call<T>(path: string, init: RequestInit): Promise<T> {
  const response = await fetch(path, { ...init, redirect: 'error' }).catch(() => {
    throw new Error('The provider does not answer. Try again later.');
  });
  const body = (await response.json().catch(() => {
    throw new Error(
      `The provider answered ${response.status}, and not what this page expects. Try again later.`,
    );
  })) as { title?: string; detail?: string };
  if (!response.ok) throw new Error(body.detail ?? body.title ?? `The provider answered ${response.status}.`);
  return body as T;
}
