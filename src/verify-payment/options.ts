import { isTrustworthyHttpUrl } from '../protocol/loopback.js';
import type { Defined } from '../protocol/options.js';

/**
 * Stores `received` (a decimal string) as the claimed amount of the incoming payment and returns the previous
 * amount, or nothing. It must be atomic (one database statement or transaction) and must never lower the
 * stored amount. Otherwise two simultaneous calls, or a visitor who submits the payment of another visitor,
 * could use the same money twice.
 */
export type Claim = (incomingPayment: string, received: string) => PreviousAmount | Promise<PreviousAmount>;

type PreviousAmount = string | null | undefined;

export interface VerifyPaymentOptions {
  /**
   * The site's own wallet address, as in the page's link. Take it from the configuration, never from a
   * request.
   */
  readonly walletAddress: string;
  /** Default: every payment counts as new. */
  readonly claim?: Claim | undefined;
  /**
   * Reads the incoming payment with the site's own token instead of the public GET, so that the response
   * contains the wallet address. Required if other customers use the same wallet.
   */
  readonly read?: ((incomingPayment: string) => Promise<unknown>) | undefined;
  /** Milliseconds to wait for the money to arrive. Default 5,000. */
  readonly wait?: number | undefined;
  /** Timeout in milliseconds for one response of the wallet. Default 5,000. */
  readonly timeout?: number | undefined;
  readonly fetch?: typeof fetch | undefined;
  readonly delay?: ((milliseconds: number) => Promise<void>) | undefined;
}

export interface VerifySettings extends Required<
  Defined<Omit<VerifyPaymentOptions, 'read' | 'walletAddress'>>
> {
  readonly walletAddress: URL;
  readonly read: VerifyPaymentOptions['read'];
}

/** @throws TypeError for an invalid option */
export function readOptions({ walletAddress, read, ...options }: VerifyPaymentOptions): VerifySettings {
  const url = typeof walletAddress === 'string' ? tryParseUrl(walletAddress) : null;
  if (!url || !isSafeUrl(url) || url.href.includes('?')) {
    throw new TypeError(
      `"walletAddress" must be an https URL (or http on a loopback host), got ${JSON.stringify(walletAddress)}`,
    );
  }
  return {
    walletAddress: url,
    read,
    claim: options.claim ?? (() => undefined),
    wait: readMilliseconds('wait', options.wait ?? 5_000, 0),
    timeout: readMilliseconds('timeout', options.timeout ?? 5_000, 1),
    fetch: options.fetch ?? fetch,
    delay: options.delay ?? ((milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))),
  };
}

/** Not URL.canParse(): Node 20 has a bug there. Once compiled, it returns false for a URL with an ü. */
export function tryParseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** No credentials, no fragment, and encrypted unless the host is a loopback host. */
export function isSafeUrl(url: URL): boolean {
  return !url.username && !url.password && !url.href.includes('#') && isTrustworthyHttpUrl(url);
}

function readMilliseconds(name: string, value: number, minimum: number): number {
  if (Number.isInteger(value) && value >= minimum && value <= 600_000) return value;
  throw new TypeError(
    `"${name}" must be an integer number of milliseconds from ${minimum} to 600000, got ${String(value)}`,
  );
}
