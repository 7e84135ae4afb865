/**
 * Writes down that this much of the incoming payment is used now, and answers how much had been before: nothing or a decimal string. It has to be
 * one step (in a database one statement or one transaction), and it never lowers what is written. So two calls at the same time, or a visitor who
 * sends in what another one has paid, do not use the same money twice.
 */
export type Claim = (incomingPayment: string, received: string) => Claimed | Promise<Claimed>;

type Claimed = string | null | undefined;

export interface VerifyPaymentOptions {
  /** The site's own, from its configuration and never out of a request: the page's link has the same. */
  readonly walletAddress: string;
  /** Default: nothing has been claimed before. */
  readonly claim?: Claim;
  /**
   * Reads the incoming payment with a token of the site's own, in place of the public GET: the answer then says whose it is.
   * Needed where the wallet serves others, too.
   */
  readonly read?: (incomingPayment: string) => Promise<unknown>;
  /** Milliseconds to wait for money that is on its way. Default 5,000. */
  readonly wait?: number;
  /** Milliseconds for one answer of the wallet. Default 5,000. */
  readonly timeout?: number;
  readonly fetch?: typeof fetch;
  readonly delay?: (milliseconds: number) => Promise<void>;
}

export interface Settings extends Required<Omit<VerifyPaymentOptions, 'read' | 'walletAddress'>> {
  readonly walletAddress: URL;
  readonly read: VerifyPaymentOptions['read'];
}

/** @throws TypeError */
export function readOptions({ walletAddress, read, ...options }: VerifyPaymentOptions): Settings {
  const url = typeof walletAddress === 'string' ? parseUrl(walletAddress) : null;
  if (!url || !isUsable(url) || url.href.includes('?')) {
    throw new TypeError(
      `"walletAddress" must be an https URL (on this machine also http), got ${JSON.stringify(walletAddress)}`,
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

/** Not URL.canParse(): once it is compiled, Node 20 says false of a URL with an ü. */
export function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    // It is no URL: that is the answer.
    return null;
  }
}

/** Without secrets and fragments, and not readable on the way. */
export function isUsable(url: URL): boolean {
  const { protocol, username, password } = url;
  if (username || password || url.href.includes('#')) return false;
  return protocol === 'https:' || (protocol === 'http:' && isThisMachine(url));
}

export function isThisMachine({ hostname }: URL): boolean {
  return /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}

function readMilliseconds(name: string, value: number, least: number): number {
  if (Number.isInteger(value) && value >= least && value <= 600_000) return value;
  throw new TypeError(`"${name}" must be milliseconds from ${least} to 600000, got ${String(value)}`);
}
