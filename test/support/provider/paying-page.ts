import type { RunningSandbox } from '../../../src/tools/start/start-sandbox.js';
import { openRelayPage, type RelayResponse, type RelayPage } from './relay-page.js';

/**
 * A page with its own connection to the sandbox's visitor, and one session for each opened wallet address.
 */
export interface PayingPage {
  readonly connection: string;
  /** Opens a session for a link and returns its tick. */
  open(walletAddress?: string): Promise<Tick>;
  /** The connection, as the provider returns it. */
  read(): Promise<RelayResponse['body']>;
  spent(): Promise<bigint>;
  /** Deletes the session of a removed link. */
  close(tick: Tick): Promise<RelayResponse>;
  revoke(): Promise<RelayResponse>;
}

export interface Tick {
  (): Promise<RelayResponse>;
  readonly session: string;
}

export async function openPayingPage(
  { directory }: Pick<RunningSandbox, 'directory'>,
  provider = directory.provider,
  relayPage?: RelayPage,
): Promise<PayingPage> {
  const page = relayPage ?? (await openRelayPage(provider));
  // After a clock change the nonce is too old; the rejected request returns a new one.
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

/**
 * Ticks at the provider's pace until a payment or an error.
 * @param advance moves the clock, in seconds.
 */
export async function tickUntilDue(
  tick: () => Promise<RelayResponse>,
  advance: (seconds: number) => unknown,
): Promise<RelayResponse> {
  for (let ticks = 0; ; ticks += 1) {
    const answer = await tick();
    if (answer.status !== 202 || ticks === 20) return answer;
    await advance(Math.ceil(answer.body.next / 1_000));
  }
}

/** Injects a fault into the visitor's wallet; see /sandbox/faults. */
export async function injectWalletFault(
  { directory }: RunningSandbox,
  fault: string,
  options: object = { times: 1 },
): Promise<void> {
  const url = new URL(`/sandbox/faults/${fault}`, directory.wallets.visitor);
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'PUT', headers, body: JSON.stringify(options) });
  if (!response.ok) throw new Error(await response.text());
}

export async function clearWalletFaults({ directory }: RunningSandbox): Promise<void> {
  await fetch(new URL('/sandbox/faults', directory.wallets.visitor), { method: 'DELETE' });
}
