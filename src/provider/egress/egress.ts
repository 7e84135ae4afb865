import { EgressError } from './egress-error.js';
import type { EgressOptions } from './egress-options.js';
import { type EgressResponse, type EgressRequest, dispatchRequest } from './dispatch-request.js';
import { createGuardedConnector } from './guarded-connector.js';
import type { CallOutcome } from './host-limiter.js';
import { createLimitersByHost } from './limiters-by-host.js';
import { parseWalletUrl } from './parse-wallet-url.js';
import { createHostResolver } from './resolve-host.js';
import { parseRetryAfter } from './parse-retry-after.js';
import { Agent } from './undici.js';

export interface Egress {
  /** @throws EgressError */
  send(request: EgressRequest): Promise<EgressResponse>;
  /**
   * As `send`, for unsigned lookups. Follows up to `MAX_REDIRECTS` redirects and checks each target.
   * @throws EgressError
   */
  sendWithRedirects(request: EgressRequest): Promise<EgressResponse>;
  /**
   * Parses and checks a URL that comes from outside.
   * @throws EgressError `url-refused`
   */
  parseUrl(text: string, allow?: { query?: boolean }): URL;
  /** Number of hosts that currently receive no requests. */
  countBackingOffHosts(): Record<'lookUps' | 'payments', number>;
  close(): Promise<void>;
}

const MAX_REDIRECTS = 2;

/**
 * Sends all requests to wallets. Pages choose the URLs, so every request is checked here.
 *
 * Why not the official client: it uses the global `fetch`, which has no address check, follows redirects and
 * reads bodies of any size. Replacing the global dispatcher would affect the whole process. The official
 * client also needs eight times the CPU for a signed request.
 */
export function createEgress(options: EgressOptions, now: () => number = () => performance.now()): Egress {
  const {
    totalTimeout,
    bodyLimit,
    maxConcurrency,
    resolve = createHostResolver(options.connectTimeout),
  } = options;
  const connect = createGuardedConnector(options, resolve);
  const createPool = () => ({
    limiters: createLimitersByHost(options, now),
    agent: new Agent({ connect, connections: maxConcurrency, pipelining: 1 }),
  });
  // Separate limiters: broken URLs that a page names must not block payments from the same host.
  const pools = { lookUps: createPool(), payments: createPool() };

  async function send({ isLookup, ...request }: EgressRequest): Promise<EgressResponse> {
    const { limiters, agent } = isLookup ? pools.lookUps : pools.payments;
    const url = parseWalletUrl(request.url.href, options, { query: true });
    const limiter = limiters.get(url.origin);
    const startedAt = now();
    const acquired = limiter.acquire(totalTimeout);
    if (acquired) await acquired;
    let outcome: CallOutcome = 'failed';
    let retryAfterMs: number | undefined;
    try {
      const timeout = Math.max(1, totalTimeout - (now() - startedAt));
      const response = await dispatchRequest(agent, { ...request, url }, { timeout, bodyLimit });
      retryAfterMs = parseRetryAfter(response);
      outcome = retryAfterMs === undefined ? classifyStatus(response.status) : 'busy';
      return response;
    } catch (error) {
      // The host works but the response is unusable. Naming such a URL must not block the host for others.
      if (error instanceof EgressError && /^response-/.test(error.failure)) outcome = 'answered';
      throw error;
    } finally {
      limiter.release(outcome, retryAfterMs);
    }
  }

  return {
    send,
    async sendWithRedirects(request) {
      let { url } = request;
      for (let redirects = 0; ; redirects += 1) {
        const response = await send({ ...request, url, isLookup: true });
        const { location } = response.headers;
        if (!isRedirect(response.status) || location === undefined) return response;
        if (redirects === MAX_REDIRECTS || !URL.canParse(location, url.href))
          throw new EgressError('redirected', 'The host redirects too often or to an invalid URL.');
        url = parseWalletUrl(new URL(location, url).href, options);
      }
    },
    parseUrl: (text, allow) => parseWalletUrl(text, options, allow),
    countBackingOffHosts: () => ({
      lookUps: pools.lookUps.limiters.countBackingOff(),
      payments: pools.payments.limiters.countBackingOff(),
    }),
    close: async () =>
      void (await Promise.all([pools.lookUps.agent.destroy(), pools.payments.agent.destroy()])),
  };
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

/** 502 to 504 concern the whole server. A 500 may concern a single payment. */
function classifyStatus(status: number): CallOutcome {
  if (status < 300) return 'good';
  return status >= 502 && status <= 504 ? 'failed' : 'answered';
}
