import { EgressError } from './egress-error.js';
import type { EgressOptions } from './egress-options.js';
import { type EgressAnswer, type EgressRequest, exchange } from './exchange.js';
import { createGuardedConnector } from './guarded-connector.js';
import type { CallOutcome } from './host-gate.js';
import { createHostGates } from './host-gates.js';
import { parseWalletUrl } from './parse-wallet-url.js';
import { createResolve } from './resolve.js';
import { restAskedFor } from './retry-after.js';
import { Agent } from './undici.js';

export interface Egress {
  /** @throws EgressError */
  send(request: EgressRequest): Promise<EgressAnswer>;
  /** As `send`, for look-ups that nobody signed: goes after at most two redirects, each checked like the first URL. @throws EgressError */
  follow(request: EgressRequest): Promise<EgressAnswer>;
  /** The check that every URL passes on its way in. @throws EgressError `url-refused` */
  parseUrl(text: string, allow?: { query?: boolean }): URL;
  /** How many hosts are left alone at the moment. */
  closedHosts(): Record<'lookUps' | 'payments', number>;
  close(): Promise<void>;
}

const MOST_REDIRECTS = 2;

/**
 * The provider's one way out. Pages choose whom it calls, so everything that is sent passes here.
 * Why not the official client: it calls the global `fetch`, which asks no guard, follows redirects and reads bodies without end; replacing the
 * global dispatcher would change the host process. It also takes eight times the CPU of a signed request of our own.
 */
export function createEgress(options: EgressOptions, now: () => number = () => performance.now()): Egress {
  const {
    totalTimeout,
    bodyLimit,
    mostConcurrency,
    resolve = createResolve(options.connectTimeout),
  } = options;
  const connect = createGuardedConnector(options, resolve);
  const openWay = () => ({
    gates: createHostGates(options, now),
    agent: new Agent({ connect, connections: mostConcurrency, pipelining: 1 }),
  });
  // A page may name what is slow or broken at a host where visitors have their wallets: it must not close that host to their payments.
  const ways = { lookUps: openWay(), payments: openWay() };

  async function send({ lookUp, ...request }: EgressRequest): Promise<EgressAnswer> {
    const { gates, agent } = lookUp ? ways.lookUps : ways.payments;
    const url = parseWalletUrl(request.url.href, options, { query: true });
    const gate = gates.of(url.origin);
    const startedAt = now();
    const turn = gate.enter(totalTimeout);
    if (turn) await turn;
    let outcome: CallOutcome = 'failed';
    let rest: number | undefined;
    try {
      const timeout = Math.max(1, totalTimeout - (now() - startedAt));
      const answer = await exchange(agent, { ...request, url }, { timeout, bodyLimit });
      rest = restAskedFor(answer);
      outcome = rest === undefined ? outcomeOf(answer.status) : 'busy';
      return answer;
    } catch (error) {
      // The host is well, and has said what nobody can use: whoever names such a URL of it must not close it to all its visitors.
      if (error instanceof EgressError && /^answer-/.test(error.failure)) outcome = 'answered';
      throw error;
    } finally {
      gate.leave(outcome, rest);
    }
  }

  return {
    send,
    async follow(request) {
      let { url } = request;
      for (let redirects = 0; ; redirects += 1) {
        const answer = await send({ ...request, url, lookUp: true });
        const { location } = answer.headers;
        if (!isRedirect(answer.status) || location === undefined) return answer;
        if (redirects === MOST_REDIRECTS || !URL.canParse(location, url.href))
          throw new EgressError('redirected', 'The host redirects too often.');
        url = parseWalletUrl(new URL(location, url).href, options);
      }
    },
    parseUrl: (text, allow) => parseWalletUrl(text, options, allow),
    closedHosts: () => ({ lookUps: ways.lookUps.gates.closed(), payments: ways.payments.gates.closed() }),
    close: async () =>
      void (await Promise.all([ways.lookUps.agent.destroy(), ways.payments.agent.destroy()])),
  };
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

/** A 500 may be about one payment; these are about the server. */
function outcomeOf(status: number): CallOutcome {
  if (status < 300) return 'good';
  return status >= 502 && status <= 504 ? 'failed' : 'answered';
}
