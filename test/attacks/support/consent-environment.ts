import { acceptInteraction } from '../../../src/sandbox-wallet/accept-interaction.js';
import {
  openSandboxWithServices,
  type SandboxWithServices,
} from '../../support/provider/provider-services.js';
import { openRelayPage, type RelayPage } from '../../support/provider/relay-page.js';
import { Visitor, type VisitorResponse } from '../../support/provider/visitor.js';
import { type TamperingWallet, tamperResponses } from './tamper-responses.js';

/** A site whose visitors connect by hand. */
const SITE = 'https://site.example';

/** A visitor who has entered a wallet and approved, up to the redirect to the wallet. */
export interface PendingConsent {
  id: string;
  page: RelayPage;
  visitor: Visitor;
  /** The provider's response to the approval. */
  response: VisitorResponse;
  /** The state of the connection. */
  state(): Promise<string>;
}

export interface ConsentEnvironment extends SandboxWithServices {
  wallet: TamperingWallet;
  /** The recorded waits of the provider in milliseconds; none takes real time. */
  waits: number[];
  requestConsent(walletAddress?: string): Promise<PendingConsent>;
  /** The visitor accepts at the wallet and returns. */
  finishConsent(pending: PendingConsent): Promise<VisitorResponse>;
}

export async function openConsentEnvironment(): Promise<ConsentEnvironment> {
  const waits: number[] = [];
  let wallet!: TamperingWallet;
  const opened = await openSandboxWithServices({
    sleep: async (milliseconds) => void waits.push(milliseconds),
    prepare: ({ visitor }) => void (wallet = tamperResponses(visitor)),
  });
  const { provider, wallets } = opened.sandbox.directory;
  return {
    ...{ ...opened, wallet, waits },
    async requestConsent(walletAddress = wallets.visitor) {
      const page = await openRelayPage(provider, SITE);
      const { id } = (await page.call('POST', '/relay/connections', {})).body;
      const visitor = new Visitor(provider);
      await visitor.bind(page, id);
      const choice = { budget: '5.00', ratePerHour: '0.60' };
      const { token } = (await visitor.submitWalletAddress(id, walletAddress)).body;
      const response = await visitor.call('POST', `/connect/${id}/consents`, { token, ...choice });
      const state = async () => (await page.call('GET', `/relay/connections/${id}`)).body.state as string;
      return { id, page, visitor, response, state };
    },
    async finishConsent({ visitor, response }) {
      const { pathname, search } = await acceptInteraction(response.body.redirect);
      return visitor.call('GET', pathname + search);
    },
  };
}
