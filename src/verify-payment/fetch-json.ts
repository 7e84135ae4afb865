import type { VerifySettings } from './options.js';
import { PaymentNotVerified } from './payment-not-verified.js';

/** A wallet address or an incoming payment has a few hundred bytes. */
const MAX_RESPONSE_BYTES = 65_536;

/**
 * One public GET without redirects, limited in time and size.
 * @throws PaymentNotVerified `wallet-unreachable`, `wallet-response-invalid`, and `notFound`
 */
export async function fetchJson(
  url: string,
  { fetch, timeout }: Pick<VerifySettings, 'fetch' | 'timeout'>,
  notFound: 'wallet-response-invalid' | 'payment-not-found',
): Promise<unknown> {
  const signal = AbortSignal.timeout(timeout);
  const headers = { accept: 'application/json' };
  try {
    const response = await fetch(url, { headers, signal, redirect: 'manual', credentials: 'omit' });
    if (!response.ok) {
      await response.body?.cancel();
      throw errorForStatus(response.status, notFound);
    }
    return JSON.parse(await readText(response));
  } catch (cause) {
    if (cause instanceof PaymentNotVerified) throw cause;
    const malformed = cause instanceof SyntaxError;
    throw new PaymentNotVerified(malformed ? 'wallet-response-invalid' : 'wallet-unreachable', { cause });
  }
}

function errorForStatus(status: number, notFound: 'wallet-response-invalid' | 'payment-not-found') {
  const cause = new Error(`HTTP status ${status}`);
  // Without a token, live servers return 401 for unknown incoming payments.
  if (status === 404 || status === 401) return new PaymentNotVerified(notFound, { cause });
  const isTemporary = status >= 500 || status === 429;
  return new PaymentNotVerified(isTemporary ? 'wallet-unreachable' : 'wallet-response-invalid', { cause });
}

async function readText({ body, headers }: Response): Promise<string> {
  if (!/^application\/(json|[\w.-]+\+json)\s*(;|$)/i.test(headers.get('content-type') ?? ''))
    throw await rejectBody(body, 'the response is not JSON');
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (const reader = body?.getReader(); reader;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > MAX_RESPONSE_BYTES) {
      await reader.cancel();
      throw await rejectBody(null, `the response has more than ${MAX_RESPONSE_BYTES} bytes`);
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function rejectBody(body: Response['body'], reason: string): Promise<PaymentNotVerified> {
  await body?.cancel();
  return new PaymentNotVerified('wallet-response-invalid', { cause: new Error(reason) });
}
