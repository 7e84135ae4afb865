import { randomUUID } from 'node:crypto';
import { openRelayPage, type RelayResponse, type RelayPage } from '../../support/provider/relay-page.js';
import { retryDelayFor } from '../../../src/protocol/retry-delay.js';
import type { VisiblePeriod, ObservedEvent, Observations } from '../invariants/check-invariants.js';

/** A page that continues after failed requests, like the agent, and records the events that it received. */
export interface StreamingPage {
  readonly events: ObservedEvent[];
  readonly visiblePeriods: VisiblePeriod[];
  /**
   * One tick. Connects, opens a session and gets a nonce if one is missing. Like the agent, a page has one
   * tick at a time: while one is on its way, this returns its outcome.
   */
  tick(): Promise<'paid' | 'nothing due' | 'failed'>;
  /** Opens another page of the same site in the same browser. */
  openTab(): Promise<StreamingPage>;
  /** Ends the session; the provider settles. */
  leave(): Promise<void>;
  /** The id of the connection, once it exists. */
  readonly connection: string | undefined;
  revoke(): Promise<void>;
  /** The response or error of the last failed call. */
  lastFailure: unknown;
}

export interface StreamingPageOptions {
  provider: string;
  /** The receiver's wallet address. */
  receiver: string;
  now: () => number;
  origin?: string;
  key?: RelayPage['key'];
}

export async function openStreamingPage({
  provider,
  receiver,
  now,
  origin,
  key,
}: StreamingPageOptions): Promise<StreamingPage> {
  const page = await retry(() => openRelayPage(provider, origin, key));
  let connection: string | undefined;
  let connected = false;
  let session: string | undefined;
  /** The same key is sent until the response arrives, so that a retry does not pay again. */
  let pendingIdempotencyKey: string | undefined;
  /** The period in which the page was visible since its last tick response, at most. */
  let lastVisiblePeriod: VisiblePeriod | undefined;
  let ticking: ReturnType<StreamingPage['tick']> | undefined;

  const call = async (method: string, path: string, body?: object, headers = {}): Promise<RelayResponse> => {
    for (let tries = 1; ; tries += 1) {
      const answer = await page.call(method, path, body, { headers });
      if (answer.body?.code !== 'nonce-required' || tries === 3) return answer;
    }
  };
  const connect = async () => {
    const { status, body } = await call('POST', '/relay/connections', {});
    if (status > 201) throw body;
    connection = body.id as string;
    connected = body.state === 'active' || body.state === 'out-of-funds';
    if (!connected) throw body;
  };
  const openSession = async () => {
    const { status, body } = await call('POST', '/relay/sessions', { connection, walletAddress: receiver });
    if (status === 201) {
      pendingIdempotencyKey = undefined;
      return void (session = body.id as string);
    }
    if (body.code === 'connection-not-active') connected = false;
    throw body;
  };

  const sendTick = async (): ReturnType<StreamingPage['tick']> => {
    try {
      if (!connected) await connect();
      if (!session) await openSession();
      pendingIdempotencyKey ??= randomUUID();
      const begin = now();
      const { status, body } = await call(
        'POST',
        `/relay/sessions/${session}/payments`,
        {},
        {
          'idempotency-key': pendingIdempotencyKey,
        },
      ).finally(() => {
        // A lost response may have contained an event.
        if (lastVisiblePeriod)
          opened.visiblePeriods.push({ ...lastVisiblePeriod, to: Math.min(lastVisiblePeriod.to, now()) });
      });
      if (status <= 202) pendingIdempotencyKey = undefined;
      const wait = status <= 202 ? body.next : retryDelayFor(body.code);
      if (wait > 0 && connection) lastVisiblePeriod = { connection, from: begin, to: now() + wait };
      if (status === 201) {
        const { id: intent, debitAmount, sentAmount = debitAmount } = body;
        const [debit, sent] = [BigInt(debitAmount.value), BigInt(sentAmount.value)];
        opened.events.push({ intent, debit, sent, at: now() });
        return 'paid';
      }
      if (status === 202) return 'nothing due';
      if (['session-expired', 'not-found', 'receiver-invalid'].includes(body.code)) session = undefined;
      if (body.code === 'connection-not-active') connected = false;
      throw body;
    } catch (failure) {
      opened.lastFailure = failure;
      return 'failed';
    }
  };

  const opened: StreamingPage = {
    events: [],
    visiblePeriods: [],
    lastFailure: undefined,
    tick: () => (ticking ??= sendTick().finally(() => (ticking = undefined))),
    openTab: () => openStreamingPage({ provider, receiver, now, key: page.key, ...(origin && { origin }) }),
    async leave() {
      if (session) await call('DELETE', `/relay/sessions/${session}`).catch(() => undefined);
    },
    get connection() {
      return connection;
    },
    async revoke() {
      if (connection) await call('DELETE', `/relay/connections/${connection}`);
    },
  };
  return opened;
}

export function collectObservations(pages: readonly StreamingPage[]): Required<Observations> {
  return {
    events: pages.flatMap(({ events }) => events),
    visiblePeriods: pages.flatMap(({ visiblePeriods }) => visiblePeriods),
  };
}

async function retry<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === 20) throw error;
    }
  }
}
