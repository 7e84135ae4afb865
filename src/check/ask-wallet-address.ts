const WAIT = 10_000;

/** The members that Open Payments requires. https://openpayments.dev/apis/wallet-address-server/ */
const MEMBERS: Readonly<Record<string, string>> = {
  id: 'string',
  assetCode: 'string',
  assetScale: 'number',
  authServer: 'string',
  resourceServer: 'string',
};

/** What is wrong with a wallet address, in words that follow its URL; null when nothing is. */
export async function askWalletAddress(url: string, fetch: typeof globalThis.fetch): Promise<string | null> {
  let response: Response;
  try {
    const headers = { accept: 'application/json' };
    response = await fetch(url, { headers, signal: AbortSignal.timeout(WAIT) });
  } catch (error) {
    const { message, cause } = error as Error;
    return `does not answer (${(cause instanceof Error && cause.message) || message})`;
  }
  if (!response.ok) return `answers ${response.status}`;
  const type = response.headers.get('content-type') ?? 'no media type';
  if (!/^application\/json\b/.test(type)) return `answers ${type.split(';')[0]}, not application/json`;
  const details = (await response.json().catch(() => null)) as Record<string, unknown> | null;
  if (details === null || typeof details !== 'object') return 'answers what is not JSON';
  const missing = Object.keys(MEMBERS).filter((name) => typeof details[name] !== MEMBERS[name]);
  return missing.length > 0 ? `answers without ${missing.join(', ')}` : null;
}
