import { acceptInteraction } from '../../../src/sandbox-wallet/accept-interaction.js';
import type { RelayPage } from './relay-page.js';

export interface VisitorResponse {
  status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests read whatever a server answers
  body: any;
  setCookie: string | null;
}

/**
 * A visitor's browser at the provider's own pages, over HTTP. It stores its cookie and sends Origin and
 * Sec-Fetch headers.
 */
export class Visitor {
  cookie: string | undefined;

  private readonly provider: string;

  constructor(provider: string) {
    this.provider = provider;
  }

  async call(
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    headers: Record<string, string | undefined> = {},
  ): Promise<VisitorResponse> {
    const all = {
      ...{ origin: this.provider, 'sec-fetch-site': 'same-origin', cookie: this.cookie },
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    };
    const present = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const answer = await fetch(this.provider + path, {
      ...{ method, headers: present, redirect: 'manual' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const setCookie = answer.headers.get('set-cookie');
    if (setCookie !== null) this.cookie = setCookie.split(';', 1)[0];
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json');
    return { status: answer.status, body: isJson ? JSON.parse(text) : text, setCookie };
  }

  /** Exchanges the messages between the connect page, its opener and the provider. */
  async bind(page: RelayPage, connection: string): Promise<void> {
    const { body } = await this.call('POST', `/connect/${connection}/challenges`, {});
    const bound = await page.call('POST', `/relay/connections/${connection}/bind`, {
      challenge: body.challenge,
    });
    if (bound.status !== 200) throw new Error(`not bound: ${bound.status}`);
  }

  submitWalletAddress(connection: string, walletAddress: string): Promise<VisitorResponse> {
    return this.call('POST', `/connect/${connection}/wallets`, { walletAddress });
  }

  /** The whole flow, with the proposed limits. Returns the used token of the consent form. */
  async consent(page: RelayPage, connection: string, walletAddress: string): Promise<string> {
    await this.bind(page, connection);
    const { token } = (await this.submitWalletAddress(connection, walletAddress)).body;
    const { body } = await this.call('POST', `/connect/${connection}/consents`, {
      ...{ token, budget: '5.00', ratePerHour: '0.60' },
    });
    const finish = await acceptInteraction(body.redirect);
    await this.call('GET', finish.pathname + finish.search);
    return token;
  }
}
