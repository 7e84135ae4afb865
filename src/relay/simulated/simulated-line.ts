import { problemOf } from './problems.js';
import type { SimulatedCode } from './problems.js';
import type { Payment, Session } from '../../protocol/relay-messages.js';
import { RELAY_VERSION } from '../../protocol/relay-messages.js';
import type { TraceEntry } from '../../protocol/trace.js';
import type { RelayError } from '../relay-error.js';
import type { Relay } from '../relay.js';
import { Account } from './account.js';
import { failureOf } from './failures.js';
import type { Call } from './failures.js';
import { processTick } from './pay-what-is-due.js';
import { parseWalletAddress } from './parse-wallet-address.js';
import { tellCalls } from './tell-calls.js';
import { receiverAt } from './receivers.js';
import type { Receiver } from './receivers.js';
import type { Scenario } from './scenario.js';

const SESSIONS_PER_PAGE = 20;
const LIFETIME = 600_000;
const CONNECTION = 'simulated-connection';
const ORIGIN = 'https://receiver.simulated.test';

export interface LineOptions {
  scenario: Scenario;
  now(): number;
  /** From 0 to 1. */
  random(subject: string): number;
  wait(milliseconds: number): Promise<void>;
  /** That of whoever calls: a file of its own has a copy of its own. */
  RelayError: typeof RelayError;
  /** Why the next call for this link is to fail, as somebody has asked for. */
  failure?(call: Call, href: string): SimulatedCode | undefined;
  tell?(entry: TraceEntry): void;
}

export interface SimulatedSession extends Session {
  readonly href: string;
  readonly receiver: Receiver;
  /** The least that arrives, and the least that is worth sending. */
  least: bigint;
  worthwhile: bigint;
  /** What events have told beyond what was sent, and beyond what arrives: the next one tells so much less. */
  toldTooMuch: bigint;
  toldTooMuchReceived: bigint;
  attempts: number;
  /** Payments that the page has not been told of. */
  readonly untold: Payment[];
}

export interface SimulatedLine extends Relay {
  readonly account: Account;
  readonly sessions: ReadonlyMap<string, SimulatedSession>;
}

/** A provider and two wallets, played in the page: what a provider with a sandbox wallet would answer, without any request. */
export function createSimulatedLine(options: LineOptions): SimulatedLine {
  const { scenario, now, wait } = options;
  const account = new Account(scenario, now);
  const sessions = new Map<string, SimulatedSession>();
  let lastSession = 0;
  let lastPayment = 0;

  const refuse = (code: SimulatedCode): never => {
    const retryAfter = account.retryAfter(code);
    account.time.refuse(code, now());
    throw new options.RelayError(code, { ...problemOf(code), ...(retryAfter && { retryAfter }) });
  };
  const { told, call: answer } = tellCalls(options);
  const call = <T>(name: Call, href: string, steps: () => T, delay = 0): Promise<T> =>
    answer(name, href, async () => {
      const taken = scenario.delay + delay;
      if (taken > 0) await wait(taken);
      const failure = failureOf(options, name, href);
      return failure ? refuse(failure) : steps();
    });
  const lookUp = (href: string) => {
    const url = parseWalletAddress(href) ?? refuse('wallet-address-invalid');
    const { asset = { code: 'USD', scale: 2 }, aliasOf, unusable } = receiverAt(url);
    told('receiver', 'GET wallet address', href, unusable);
    if (unusable) refuse(unusable);
    return {
      id: aliasOf ? new URL(aliasOf, url).href : url.href,
      publicName: 'Simulated receiver',
      assetCode: asset.code,
      assetScale: asset.scale,
      authServer: `${ORIGIN}/auth`,
      resourceServer: ORIGIN,
    };
  };
  const delayOf = (href: string) => (URL.canParse(href) ? receiverAt(new URL(href)).delay : 0);

  return {
    provider: 'simulate',
    account,
    sessions,
    describe: () =>
      call('describe', '', () => ({
        relay: RELAY_VERSION,
        sandbox: true,
        connectPage: '',
        limits: { sessions: SESSIONS_PER_PAGE },
      })),
    connect: () => call('connect', '', () => account.toMessage(CONNECTION)),
    bindConnection: (id) =>
      call('connect', '', () => {
        if (scenario.persona === 'declined') refuse('consent-refused');
        account.state = 'active';
        return account.toMessage(id);
      }),
    disconnect: () =>
      call('connect', '', () => {
        account.state = 'revoked';
      }),
    getWalletAddress: (href) => call('wallet', href, () => lookUp(href), delayOf(href)),
    createSession: ({ walletAddress: href }) =>
      call(
        'session',
        href,
        () => {
          if (!account.isUsable) refuse('connection-not-active');
          const walletAddress = lookUp(href);
          const id = `session-${++lastSession}`;
          const session: SimulatedSession = {
            ...{ id, href, walletAddress, least: 1n, worthwhile: 1n, attempts: 0, untold: [] },
            ...{ toldTooMuch: 0n, toldTooMuchReceived: 0n },
            receiver: receiverAt(new URL(href)),
            incomingPayment: `${ORIGIN}/incoming-payments/${lastSession}`,
            expiresAt: new Date(now() + LIFETIME).toISOString(),
          };
          sessions.set(id, session);
          told('receiver', 'POST grant', href);
          told('receiver', 'POST incoming payment', href);
          const { incomingPayment, expiresAt } = session;
          return { id, walletAddress, incomingPayment, expiresAt };
        },
        delayOf(href),
      ),
    createPayment: (id) =>
      call('payment', sessions.get(id)?.href ?? '', () => {
        const session = sessions.get(id);
        if (!session || Date.parse(session.expiresAt) <= now()) {
          return refuse(/^session-\d+$/.test(id) ? 'session-expired' : 'not-found');
        }
        return processTick(account, scenario, session, refuse, () => `payment-${++lastPayment}`, told);
      }),
    // A courtesy, and none that fails.
    deleteSession: async (id) => void sessions.delete(id),
  };
}
