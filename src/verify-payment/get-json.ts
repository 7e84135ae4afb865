import type { Settings } from './options.js';
import { PaymentNotVerified } from './payment-not-verified.js';

/** A wallet address or an incoming payment is a few hundred bytes. */
const MOST_BYTES = 65_536;

/**
 * One public GET, no redirect. What takes longer than `timeout`, or is larger than any honest answer, is cut off.
 * @throws PaymentNotVerified `wallet-unreachable`, `wallet-answer-invalid`, and `notFound`
 */
export async function getJson(
  url: string,
  { fetch, timeout }: Pick<Settings, 'fetch' | 'timeout'>,
  notFound: 'wallet-answer-invalid' | 'payment-not-found',
): Promise<unknown> {
  const signal = AbortSignal.timeout(timeout);
  const headers = { accept: 'application/json' };
  try {
    const response = await fetch(url, { headers, signal, redirect: 'manual', credentials: 'omit' });
    if (!response.ok) {
      await response.body?.cancel();
      throw failureOf(response.status, notFound);
    }
    return JSON.parse(await readText(response));
  } catch (cause) {
    if (cause instanceof PaymentNotVerified) throw cause;
    const malformed = cause instanceof SyntaxError;
    throw new PaymentNotVerified(malformed ? 'wallet-answer-invalid' : 'wallet-unreachable', { cause });
  }
}

function failureOf(status: number, notFound: 'wallet-answer-invalid' | 'payment-not-found') {
  const cause = new Error(`HTTP status ${status}`);
  // Live servers refuse what they do not know as 401, as long as no token is shown.
  if (status === 404 || status === 401) return new PaymentNotVerified(notFound, { cause });
  const passes = status >= 500 || status === 429;
  return new PaymentNotVerified(passes ? 'wallet-unreachable' : 'wallet-answer-invalid', { cause });
}

async function readText({ body, headers }: Response): Promise<string> {
  if (!/^application\/(json|[\w.-]+\+json)\s*(;|$)/i.test(headers.get('content-type') ?? ''))
    throw await refuse(body, 'the answer is not JSON');
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (const reader = body?.getReader(); reader;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > MOST_BYTES) {
      await reader.cancel();
      throw await refuse(null, `the answer has more than ${MOST_BYTES} bytes`);
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function refuse(body: Response['body'], why: string): Promise<PaymentNotVerified> {
  await body?.cancel();
  return new PaymentNotVerified('wallet-answer-invalid', { cause: new Error(why) });
}
