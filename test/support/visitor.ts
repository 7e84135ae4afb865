import { acceptInteraction } from '../../src/sandbox-wallet/demo-visitor.js';
import type { RelayPage } from './relay-page.js';

export interface VisitorAnswer {
  status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests read whatever a server answers
  body: any;
  setCookie: string | null;
}

/** A visitor's browser at the provider's own pages, over HTTP: it keeps its cookie, and says where its calls come from. */
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
  ): Promise<VisitorAnswer> {
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

  /** What the connect page says to the page that opened it, and that page to the provider. */
  async bind(page: RelayPage, connection: string): Promise<void> {
    const { body } = await this.call('POST', `/connect/${connection}/challenges`, {});
    const bound = await page.call('POST', `/relay/connections/${connection}/bind`, {
      challenge: body.challenge,
    });
    if (bound.status !== 200) throw new Error(`not bound: ${bound.status}`);
  }

  state(connection: string, walletAddress: string): Promise<VisitorAnswer> {
    return this.call('POST', `/connect/${connection}/wallets`, { walletAddress });
  }

  /** All the way, with the limits that are proposed. Answers the token of the consent form, which is used up. */
  async consent(page: RelayPage, connection: string, walletAddress: string): Promise<string> {
    await this.bind(page, connection);
    const { token } = (await this.state(connection, walletAddress)).body;
    const { body } = await this.call('POST', `/connect/${connection}/consents`, {
      ...{ token, budget: '5.00', ratePerHour: '0.60' },
    });
    const finish = await acceptInteraction(body.redirect);
    await this.call('GET', finish.pathname + finish.search);
    return token;
  }
}
