import { failed, note, ok, type Says } from './finding.js';

const TIMEOUT = 5_000;

/** Do wallets that ask at `origin` find the key that this provider signs with? Before the first start nobody answers there, which is no mistake. */
export async function findOtherKey(origin: string, keyId: string | undefined): Promise<Says> {
  const url = `${origin}/client/jwks.json`;
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT) }).catch(
    ({ cause, message }: Error) => (cause instanceof Error ? cause.message : message),
  );
  if (typeof response === 'string') return note(`nobody answers at ${url} yet (${response})`);
  const keys = response.ok ? await readKeyIds(response) : undefined;
  if (!keys) return failed(`what answers at ${url} is no provider (status ${response.status})`);
  if (keyId !== undefined && keys.includes(keyId)) return ok(`${url} has it`);
  return failed(`${url} has other keys (${keys.join(', ')}): wallets would refuse what this provider signs`);
}

async function readKeyIds(response: Response): Promise<string[] | undefined> {
  // Not JSON: whoever it is, it is no provider, which is what the operator is told.
  const document = (await response.json().catch(() => undefined)) as
    { keys?: { kid?: unknown }[] } | undefined;
  if (!Array.isArray(document?.keys)) return undefined;
  return document.keys.map(({ kid }) => String(kid));
}
