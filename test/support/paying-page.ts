import type { Sandbox } from '../../src/start/start-sandbox.js';
import { openRelayPage, type RelayAnswer, type RelayPage } from './relay-page.js';

/** A page with a connection of its own to the sandbox's visitor, one session for each wallet address that it opened. */
export interface PayingPage {
  readonly connection: string;
  /** A link's session; returns its tick. */
  open(walletAddress?: string): Promise<Tick>;
  /** The connection as the provider tells it. */
  read(): Promise<RelayAnswer['body']>;
  spent(): Promise<bigint>;
  /** The link is gone. */
  close(tick: Tick): Promise<RelayAnswer>;
  revoke(): Promise<RelayAnswer>;
}

export interface Tick {
  (): Promise<RelayAnswer>;
  readonly session: string;
}

export async function openPayingPage(
  { directory }: Pick<Sandbox, 'directory'>,
  provider = directory.provider,
  relayPage?: RelayPage,
): Promise<PayingPage> {
  const page = relayPage ?? (await openRelayPage(provider));
  // A clock that jumped has aged the nonce; the refusal brings a new one.
  const call: typeof page.call = async (...request) => {
    const answer = await page.call(...request);
    return answer.body.code === 'nonce-required' ? page.call(...request) : answer;
  };
  const connection = (await call('POST', '/relay/connections', {})).body.id as string;
  const read = async () => (await call('GET', `/relay/connections/${connection}`)).body;
  return {
    connection,
    async open(walletAddress = directory.testWalletAddresses['ok'] as string) {
      const { body } = await call('POST', '/relay/sessions', { connection, walletAddress });
      const tick = () => call('POST', `/relay/sessions/${body.id}/payments`, {});
      return Object.assign(tick, { session: body.id as string });
    },
    read,
    spent: async () => BigInt((await read()).spent.value),
    close: ({ session }) => call('DELETE', `/relay/sessions/${session}`),
    revoke: () => call('DELETE', `/relay/connections/${connection}`),
  };
}

/** Ticks as often as the provider says, until it pays or refuses. @param advance by so many seconds. */
export async function tickUntilDue(
  tick: () => Promise<RelayAnswer>,
  advance: (seconds: number) => unknown,
): Promise<RelayAnswer> {
  for (let ticks = 0; ; ticks += 1) {
    const answer = await tick();
    if (answer.status !== 202 || ticks === 20) return answer;
    await advance(Math.ceil(answer.body.next / 1_000));
  }
}

/** Has the visitor's wallet misbehave; see /sandbox/doubles. */
export async function play(
  { directory }: Sandbox,
  double: string,
  switching: object = { times: 1 },
): Promise<void> {
  const url = new URL(`/sandbox/doubles/${double}`, directory.wallets.visitor);
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'PUT', headers, body: JSON.stringify(switching) });
  if (!response.ok) throw new Error(await response.text());
}

export async function playHonest({ directory }: Sandbox): Promise<void> {
  await fetch(new URL('/sandbox/doubles', directory.wallets.visitor), { method: 'DELETE' });
}
