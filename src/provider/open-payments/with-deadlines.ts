import type { AuthenticatedClient } from '@interledger/open-payments';

/** A wallet took longer than it may, for the whole call. */
export class WalletDeadlineError extends Error {
  override readonly name = 'WalletDeadlineError';
}

/**
 * The client with an end to each call. Its own timeout stops at the answer's headers, and it obeys any Retry-After, so a wallet could keep
 * a call open for ever: https://github.com/sindresorhus/ky#timeout
 */
export function withDeadlines(client: AuthenticatedClient, milliseconds: number): AuthenticatedClient {
  const withDeadline = <Routes extends object>(routes: Routes): Routes =>
    Object.fromEntries(
      Object.entries(routes).map(([name, call]: [string, (...args: unknown[]) => Promise<unknown>]) => [
        name,
        (...args: unknown[]) => endIn(milliseconds, call(...args)),
      ]),
    ) as Routes;
  return Object.fromEntries(
    Object.entries(client).map(([name, routes]) => [name, withDeadline(routes as object)]),
  ) as unknown as AuthenticatedClient;
}

async function endIn<T>(milliseconds: number, call: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new WalletDeadlineError(`The wallet took longer than ${milliseconds} ms.`)),
      milliseconds,
    );
  });
  try {
    return await Promise.race([call, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
