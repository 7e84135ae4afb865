import { failed, noted, passed, type CheckOutcome } from './check-result.js';

const TIMEOUT_MS = 5_000;

/**
 * Checks whether wallets find the provider's signing key at `origin`. Before the first start nothing responds
 * there, which is not an error.
 */
export async function checkPublishedKey(origin: string, keyId: string | undefined): Promise<CheckOutcome> {
  const url = `${origin}/client/jwks.json`;
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(
    ({ cause, message }: Error) => (cause instanceof Error ? cause.message : message),
  );
  if (typeof response === 'string') return noted(`no response from ${url} yet (${response})`);
  const keys = response.ok ? await readKeyIds(response) : undefined;
  if (!keys) return failed(`${url} is not served by a provider (status ${response.status})`);
  if (keyId !== undefined && keys.includes(keyId)) return passed(`found at ${url}`);
  return failed(
    `${url} has other keys (${keys.join(', ')}): wallets would reject this provider's signatures`,
  );
}

async function readKeyIds(response: Response): Promise<string[] | undefined> {
  // Invalid JSON is reported as "not served by a provider".
  const document = (await response.json().catch(() => undefined)) as
    { keys?: { kid?: unknown }[] } | undefined;
  if (!Array.isArray(document?.keys)) return undefined;
  return document.keys.map(({ kid }) => String(kid));
}
