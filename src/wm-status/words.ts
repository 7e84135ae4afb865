import type { AgentError, AgentSession, AgentState, AgentStatus } from '../agent/state.js';

/** `no-agent`: there is no `document.monetization`, or it is not one of this project. */
export type StateName = 'no-agent' | Exclude<AgentStatus, 'paused'> | 'paused' | 'paused-hidden';

/** Everything `<wm-status>` can say. Assign a translation to its `words` property. */
export interface Words {
  /** Language tag of these words; numbers are formatted in it too. */
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
  readonly name: string;
  readonly sandbox: string;
  readonly sandboxMeans: string;
  readonly sent: string;
  readonly nothingSent: string;
  readonly pause: string;
  readonly resume: string;
  readonly connect: string;
  /** Instead of the detail of `ready` while wallets of links are asked, and when no link of the page works. */
  readonly asking: string;
  /** Every link that could be paid belongs to a media element that does not play. */
  readonly waiting: string;
  readonly unpayable: string;
  readonly paying: (receivers: readonly string[]) => string;
  readonly states: Readonly<Record<StateName, { readonly title: string; readonly detail: string }>>;
}

export const ENGLISH: Words = {
  lang: 'en',
  dir: 'ltr',
  name: 'Web Monetization',
  sandbox: 'SANDBOX',
  sandboxMeans: 'no real money moves',
  sent: 'Sent',
  nothingSent: 'Nothing yet',
  pause: 'Pause',
  resume: 'Resume',
  connect: 'Connect',
  asking: 'Connected. Asking the wallet of this page.',
  waiting: 'Payments go on when the media of this page plays.',
  unpayable: 'Connected, but this page cannot be paid.',
  paying: (receivers) =>
    receivers.length === 1 ? `Paying ${receivers[0]}` : `Paying ${receivers.length} wallets in turn`,
  states: {
    'no-agent': {
      title: 'Not available',
      detail: 'Neither this browser nor this page has a Web Monetization agent.',
    },
    'no-provider': { title: 'No provider', detail: 'This page names no provider, so nothing is sent.' },
    'other-agent': {
      title: 'Another agent is at work',
      detail: 'The browser or an extension pays this page.',
    },
    connecting: { title: 'Connecting…', detail: 'Asking the provider.' },
    'not-connected': { title: 'Not connected', detail: 'No wallet is connected for this site.' },
    ready: { title: 'Ready', detail: 'Connected, with nothing to pay on this page.' },
    streaming: { title: 'Streaming', detail: 'Small payments go to this page.' },
    paused: { title: 'Paused', detail: 'You paused payments to this page.' },
    'paused-hidden': { title: 'On hold', detail: 'Payments go on when this page is seen again.' },
    'out-of-funds': { title: 'Out of funds', detail: 'The budget for this site is used up.' },
    error: { title: 'Not working', detail: 'Something went wrong.' },
  },
};

export function stateNameOf(state: AgentState | undefined): StateName {
  if (!state) return 'no-agent';
  if (state.status === 'paused' && state.pausedBy === 'hidden') return 'paused-hidden';
  return state.status;
}

export function detailOf(state: AgentState | undefined, words: Words): string {
  if (state?.error) return state.error.message;
  const sessions = state?.sessions ?? [];
  if (state?.status === 'streaming') {
    const active = sessions.filter(({ status }) => status === 'active');
    if (active.length > 0) return words.paying(active.map(receiverOf));
  }
  if (state?.status === 'ready') {
    if (sessions.some(({ status }) => status === 'loading')) return words.asking;
    if (sessions.some(({ status }) => status === 'waiting')) return words.waiting;
    if (sessions.length > 0) return words.unpayable;
  }
  return words.states[stateNameOf(state)].detail;
}

function receiverOf({ walletAddress, href }: AgentSession): string {
  return withoutScheme(walletAddress ?? href);
}

/** What a screen reader hears: no amounts, they would never end. */
export function announcementOf(state: AgentState | undefined, words: Words): string {
  const { title } = words.states[stateNameOf(state)];
  return state?.error ? `${title}: ${sentencesOf(state.error)}` : title;
}

/** A wallet's own words may come without a full stop. */
export function sentencesOf({ message, fix }: AgentError): string {
  return `${message.replace(/[^.!?]$/, '$&.')} ${fix}`;
}

/** A wallet address as people write it down. */
export function withoutScheme(url: string): string {
  return url.replace(/^https?:\/\//, '');
}
