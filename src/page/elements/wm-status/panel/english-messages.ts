import type { PanelMessages } from '../core/messages.js';

export const ENGLISH_PANEL_MESSAGES: PanelMessages = {
  lastMinutes: 'Last 5 minutes',
  budget: 'Budget',
  spentOf: (spent, budget) => `${spent} of ${budget}`,
  ratePerHour: (rate) => `${rate} an hour`,
  renewedOn: (day) => `renews ${day}`,
  links: 'Links',
  persona: 'Persona',
  payInstead: 'Pay without it',
  becomePassive: 'Back to the extension',
  besideNativeAgent: 'An extension is also active. It may pay real https wallet addresses on this page.',
  nativeAgentNotPaying: (provider) =>
    provider ? `Set it up, or pay this site through ${provider} instead.` : 'Set it up to pay this page.',
  nativeAgentReplaced: (provider) => `You chose ${provider} instead of the extension.`,
  linkStates: {
    loading: 'contacting its wallet',
    waiting: 'waiting',
    active: 'being paid',
    error: 'cannot be paid',
  },
};
