import { acceptInteraction } from '../../../src/sandbox-wallet/demo-visitor.js';
import { openSandboxWithServices, type SandboxWithServices } from '../../support/provider-services.js';
import { openRelayPage, type RelayPage } from '../../support/relay-page.js';
import { Visitor, type VisitorAnswer } from '../../support/visitor.js';
import { type LyingWallet, makeLie } from './lying-wallet.js';

/** Its visitors are connected by hand. */
const SITE = 'https://site.example';

/** A visitor of a site who has named a wallet and said yes, as far as the wallet's own page. */
export interface AskedConsent {
  id: string;
  page: RelayPage;
  visitor: Visitor;
  /** What the provider has answered to the yes. */
  answer: VisitorAnswer;
  /** Of the connection. */
  state(): Promise<string>;
}

export interface ConsentWorld extends SandboxWithServices {
  wallet: LyingWallet;
  /** Milliseconds that the provider waited for wallets; it takes no time. */
  waits: number[];
  ask(walletAddress?: string): Promise<AskedConsent>;
  /** The visitor says yes at the wallet, too, and comes back. */
  finish(asked: AskedConsent): Promise<VisitorAnswer>;
}

export async function openConsentWorld(): Promise<ConsentWorld> {
  const waits: number[] = [];
  let wallet!: LyingWallet;
  const opened = await openSandboxWithServices({
    sleep: async (milliseconds) => void waits.push(milliseconds),
    prepare: ({ visitor }) => void (wallet = makeLie(visitor)),
  });
  const { provider, wallets } = opened.sandbox.directory;
  return {
    ...{ ...opened, wallet, waits },
    async ask(walletAddress = wallets.visitor) {
      const page = await openRelayPage(provider, SITE);
      const { id } = (await page.call('POST', '/relay/connections', {})).body;
      const visitor = new Visitor(provider);
      await visitor.bind(page, id);
      const choice = { budget: '5.00', ratePerHour: '0.60' };
      const { token } = (await visitor.state(id, walletAddress)).body;
      const answer = await visitor.call('POST', `/connect/${id}/consents`, { token, ...choice });
      const state = async () => (await page.call('GET', `/relay/connections/${id}`)).body.state as string;
      return { id, page, visitor, answer, state };
    },
    async finish({ visitor, answer }) {
      const { pathname, search } = await acceptInteraction(answer.body.redirect);
      return visitor.call('GET', pathname + search);
    },
  };
}
