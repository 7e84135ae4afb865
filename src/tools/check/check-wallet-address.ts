const TIMEOUT_MS = 10_000;

/** The members that Open Payments requires. https://openpayments.dev/apis/wallet-address-server/ */
const REQUIRED_MEMBERS: Readonly<Record<string, string>> = {
  id: 'string',
  assetCode: 'string',
  assetScale: 'number',
  authServer: 'string',
  resourceServer: 'string',
};

/**
 * Checks the response of a wallet address.
 * @returns the problem as a phrase that follows the URL, or null if there is none.
 */
export async function checkWalletAddress(
  url: string,
  fetch: typeof globalThis.fetch,
): Promise<string | null> {
  let response: Response;
  try {
    const headers = { accept: 'application/json' };
    response = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    const { message, cause } = error as Error;
    return `does not respond (${(cause instanceof Error && cause.message) || message})`;
  }
  if (!response.ok) return `responds with ${response.status}`;
  const type = response.headers.get('content-type') ?? 'no media type';
  if (!/^application\/json\b/.test(type))
    return `responds with ${type.split(';')[0]} instead of application/json`;
  const details = (await response.json().catch(() => null)) as Record<string, unknown> | null;
  if (details === null || typeof details !== 'object') return 'responds with invalid JSON';
  const missing = Object.keys(REQUIRED_MEMBERS).filter(
    (name) => typeof details[name] !== REQUIRED_MEMBERS[name],
  );
  return missing.length > 0 ? `responds without ${missing.join(', ')}` : null;
}
