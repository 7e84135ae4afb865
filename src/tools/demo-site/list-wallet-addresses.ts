import type { TestWalletAddress } from '../../sandbox-wallet/wallet/test-wallet-address.js';
import { TEST_WALLET_ADDRESSES } from '../../sandbox-wallet/test-wallet-addresses.js';
import { escapeHtml } from './highlight.js';
import { PAGE_OUTCOMES } from './page-outcomes.js';

const GROUP_TITLES = ['Payments succeed', 'Payments fail', 'Not valid wallet addresses'];

/** The gallery: one button for each test wallet address, generated so that none is missing. */
export function listWalletAddresses(): string {
  return GROUP_TITLES.map((title, group) => {
    const members = [...TEST_WALLET_ADDRESSES].filter(([, wallet]) => groupOf(wallet) === group);
    return `<h2>${title}</h2>\n<ul class="wallets">\n${members.map(renderWallet).join('\n')}\n</ul>`;
  }).join('\n');
}

function groupOf({ fixedResponse, outcome, account }: TestWalletAddress): number {
  if (fixedResponse) return 2;
  return outcome || account === 'unreachable' ? 1 : 0;
}

function renderWallet([name, { description }]: [string, TestWalletAddress]): string {
  return `<li>
  <button type="button" data-name="${name}" data-href="{{testWalletAddresses.${name}}}">
    <code>${name}</code> <span>${escapeHtml(description)}</span> <small>${renderCode(PAGE_OUTCOMES[name] ?? '')}</small>
  </button>
</li>`;
}

/** Text in backticks is code. */
function renderCode(text: string): string {
  return escapeHtml(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}
