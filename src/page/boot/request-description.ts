/**
 * Requests the provider's description while the agent loads. The agent's first request then has its response.
 * Any failure is part of the promise.
 */
export async function requestDescription(provider: string): Promise<Response> {
  const init: RequestInit = {
    // A page may have added members to Object.prototype.
    ...{ __proto__: null },
    headers: { accept: 'application/json' },
    credentials: 'omit',
    redirect: 'error',
    referrerPolicy: 'origin',
    cache: 'no-store',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  };
  return fetch(`${provider}/relay`, init);
}

const TIMEOUT_MS = 10_000;
