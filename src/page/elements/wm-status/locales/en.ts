import type { CardMessages } from '../core/messages.js';

/** The English texts of the card. Those of the panel are in `panel/english-messages.ts`. */
export const ENGLISH_MESSAGES: CardMessages = {
  lang: 'en',
  dir: 'ltr',
  name: 'Web Monetization',
  sandbox: 'SANDBOX',
  sandboxDescription: 'no real money moves',
  sent: 'Sent',
  nothingSent: 'Nothing yet',
  pause: 'Pause',
  resume: 'Resume',
  connect: 'Connect',
  disconnect: 'Disconnect',
  checkingWallets: 'Connected. Contacting the wallet of this page.',
  waitingForMedia: 'Payments resume when the media on this page plays.',
  unpayable: 'Connected, but this page cannot be paid.',
  paying: (receivers) =>
    receivers.length === 1 ? `Paying ${receivers[0]}` : `Paying ${receivers.length} wallets in turn`,
  nextPaymentAfter: (time) => `Next payment after ${time} on this page.`,
  states: {
    unsupported: {
      title: 'Not available',
      detail: 'Neither this browser nor this page has a Web Monetization agent.',
    },
    'no-provider': { title: 'No provider', detail: 'This page has no provider, so no payments are sent.' },
    'native-agent': {
      title: 'Another agent is active',
      detail: 'The browser or an extension pays this page.',
    },
    'native-agent-waiting': { title: 'Extension found', detail: 'It has not paid this page.' },
    connecting: { title: 'Connecting…', detail: 'Contacting the provider.' },
    'not-connected': { title: 'Not connected', detail: 'No wallet is connected for this site.' },
    ready: { title: 'Ready', detail: 'Connected. Nothing to pay on this page.' },
    streaming: { title: 'Streaming', detail: 'Small payments are sent to this page.' },
    paused: { title: 'Paused', detail: 'You paused payments to this page.' },
    hidden: { title: 'On hold', detail: 'Payments resume when the page is visible.' },
    'out-of-funds': { title: 'Out of funds', detail: 'The budget for this site is used up.' },
    error: { title: 'Not working', detail: 'Something went wrong.' },
  },
  errors: {},
};
