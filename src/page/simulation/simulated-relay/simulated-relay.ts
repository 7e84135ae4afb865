import type { SimulatedCode } from './simulated-problems.js';
import type { TestReceiver } from './test-receivers.js';
import { MAX_SESSIONS_PER_PAGE, RELAY_VERSION } from '../../../protocol/relay-messages.js';
import type { Relay } from '../../relay-client/relay.js';
import { SimulatedAccount } from './simulated-account.js';
import { processSimulatedTick } from './process-simulated-tick.js';
import { parseSimulatedWalletAddress } from './parse-simulated-wallet-address.js';
import { createRelayCalls, Refusal } from './relay-calls.js';
import { TEST_WALLET_ADDRESS_NAMES } from '../../../protocol/sandbox/test-wallet-addresses.js';
import type { SimulatedCall, SimulatedRelayOptions } from './simulated-relay-options.js';
import type { SimulatedSession } from './simulated-session.js';

const SESSION_LIFETIME_MS = 600_000;
const CONNECTION_ID = 'simulated-connection';
const RECEIVER_ORIGIN = 'https://receiver.simulated.test';

export interface SimulatedRelay extends Relay {
  readonly account: SimulatedAccount;
  readonly sessions: ReadonlyMap<string, SimulatedSession>;
}

/** Simulates a provider and two wallets in the page, like a sandbox but without any request. */
export function createSimulatedRelay(options: SimulatedRelayOptions): SimulatedRelay {
  const { scenario, now, wait } = options;
  const account = new SimulatedAccount(scenario, now);
  const sessions = new Map<string, SimulatedSession>();
  let lastSession = 0;
  let lastPayment = 0;

  const refuse = (code: SimulatedCode): never => {
    const retryAfter = account.retryAfter(code);
    account.visibleTime.refuse(code, now());
    throw new Refusal(code, retryAfter);
  };
  const { recordWalletCall, call: recordCall } = createRelayCalls(options);
  const call = <T>(name: SimulatedCall, href: string, steps: () => T, delay = 0): Promise<T> =>
    recordCall(name, href, async () => {
      const totalDelay = scenario.delayMs + delay;
      if (totalDelay > 0) await wait(totalDelay);
      const failure = options.failureOf?.(name, href);
      return failure ? refuse(failure) : steps();
    });
  const callReceiver = async <T>(
    name: SimulatedCall,
    href: string,
    steps: (receiver: TestReceiver) => T,
  ): Promise<T> => {
    let receiver: TestReceiver = {};
    if (isTestReceiver(href)) {
      const { testReceiverAt, SimulatedSettlement } = await options.loadDetails();
      receiver = testReceiverAt(new URL(href));
      account.settlement ??= new SimulatedSettlement(account.earlierPayments);
    }
    return call(name, href, () => steps(receiver), receiver.delayMs);
  };
  const fetchWalletAddress = (href: string, receiver: TestReceiver) => {
    const url = parseSimulatedWalletAddress(href) ?? refuse('wallet-address-invalid');
    const { asset = { code: 'USD', scale: 2 }, aliasOf, lookupError } = receiver;
    recordWalletCall('receiver', 'GET wallet address', href, lookupError);
    if (lookupError) refuse(lookupError);
    return {
      id: aliasOf ? new URL(aliasOf, url).href : url.href,
      publicName: 'Simulated receiver',
      assetCode: asset.code,
      assetScale: asset.scale,
      authServer: `${RECEIVER_ORIGIN}/auth`,
      resourceServer: RECEIVER_ORIGIN,
    };
  };

  return {
    provider: 'simulate',
    account,
    sessions,
    describe: () =>
      call('describe', '', () => ({
        relay: RELAY_VERSION,
        sandbox: true,
        connectPage: '',
        limits: { sessions: MAX_SESSIONS_PER_PAGE },
      })),
    connect: () => call('connect', '', () => account.toMessage(CONNECTION_ID)),
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
    getWalletAddress: (href) =>
      callReceiver('wallet', href, (receiver) => fetchWalletAddress(href, receiver)),
    createSession: ({ walletAddress: href }) =>
      callReceiver('session', href, (receiver) => {
        if (!account.isUsable) refuse('connection-not-active');
        const walletAddress = fetchWalletAddress(href, receiver);
        const id = `session-${++lastSession}`;
        const session: SimulatedSession = {
          ...{
            id,
            href,
            walletAddress,
            minSendAmount: 1n,
            minEfficientAmount: 1n,
            attempts: 0,
            undelivered: [],
          },
          ...{ overreportedSent: 0n, overreportedReceived: 0n },
          receiver,
          details: options.details(),
          incomingPayment: `${RECEIVER_ORIGIN}/incoming-payments/${lastSession}`,
          expiresAt: new Date(now() + SESSION_LIFETIME_MS).toISOString(),
        };
        sessions.set(id, session);
        recordWalletCall('receiver', 'POST grant', href);
        recordWalletCall('receiver', 'POST incoming payment', href);
        const { incomingPayment, expiresAt } = session;
        return { id, walletAddress, incomingPayment, expiresAt };
      }),
    createPayment: (id) =>
      call('payment', sessions.get(id)?.href ?? '', () => {
        const session = sessions.get(id);
        if (!session || Date.parse(session.expiresAt) <= now()) {
          return refuse(/^session-\d+$/.test(id) ? 'session-expired' : 'not-found');
        }
        return processSimulatedTick(
          account,
          scenario,
          session,
          refuse,
          () => `payment-${++lastPayment}`,
          recordWalletCall,
        );
      }),
    // Best effort, so it never fails.
    deleteSession: async (id) => void sessions.delete(id),
  };
}

/** Whether the last segment of the path is the name of a test wallet address that is not like all others. */
function isTestReceiver(href: string): boolean {
  if (!URL.canParse(href)) return false;
  const { pathname } = new URL(href);
  const name: string = pathname.slice(pathname.lastIndexOf('/') + 1);
  return name !== 'ok' && TEST_WALLET_ADDRESS_NAMES.some((each) => each === name);
}
