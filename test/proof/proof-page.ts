import { randomUUID } from 'node:crypto';
import { openRelayPage, type RelayAnswer, type RelayPage } from '../support/relay-page.js';
import { waitAfter } from '../../src/protocol/wait-after.js';
import type { Look, PageEvent, Seen } from './check-invariants.js';

/** A page that goes on whatever happens to its requests, as the agent does, and remembers what it was told. */
export interface ProofPage {
  readonly events: PageEvent[];
  readonly looks: Look[];
  /** One tick: answers what came of it. Connects, opens a session and gets a nonce where one is missing. */
  tick(): Promise<'paid' | 'nothing due' | 'failed'>;
  /** Another page of the same site in the same browser. */
  openTab(): Promise<ProofPage>;
  /** Goodbye: the provider settles. */
  leave(): Promise<void>;
  /** Its id, once there is one. */
  readonly connection: string | undefined;
  revoke(): Promise<void>;
  /** What the last call that failed was answered. */
  lastFailure: unknown;
}

export interface ProofPageOptions {
  provider: string;
  /** The receiver's wallet address. */
  receiver: string;
  now: () => number;
  origin?: string;
  key?: RelayPage['key'];
}

export async function openProofPage({
  provider,
  receiver,
  now,
  origin,
  key,
}: ProofPageOptions): Promise<ProofPage> {
  const page = await untilItWorks(() => openRelayPage(provider, origin, key));
  let connection: string | undefined;
  let connected = false;
  let session: string | undefined;
  /** Until its answer has come it is the same payment that is asked for. */
  let unanswered: string | undefined;
  /** The last answer of a tick: until when at most the page was looked at since. */
  let answered: Look | undefined;

  const call = async (method: string, path: string, body?: object, headers = {}): Promise<RelayAnswer> => {
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
      unanswered = undefined;
      return void (session = body.id as string);
    }
    if (body.code === 'connection-not-active') connected = false;
    throw body;
  };

  const opened: ProofPage = {
    events: [],
    looks: [],
    lastFailure: undefined,
    async tick() {
      try {
        if (!connected) await connect();
        if (!session) await openSession();
        unanswered ??= randomUUID();
        const begin = now();
        const { status, body } = await call(
          'POST',
          `/relay/sessions/${session}/payments`,
          {},
          {
            'idempotency-key': unanswered,
          },
        ).finally(() => {
          // An answer that is lost may have been one.
          if (answered) opened.looks.push({ ...answered, to: Math.min(answered.to, now()) });
        });
        if (status <= 202) unanswered = undefined;
        const wait = status <= 202 ? body.next : waitAfter(body.code);
        if (wait > 0 && connection) answered = { connection, from: begin, to: now() + wait };
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
    },
    openTab: () => openProofPage({ provider, receiver, now, key: page.key, ...(origin && { origin }) }),
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

export function seenBy(pages: readonly ProofPage[]): Required<Seen> {
  return { events: pages.flatMap(({ events }) => events), looks: pages.flatMap(({ looks }) => looks) };
}

async function untilItWorks<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === 20) throw error;
    }
  }
}
