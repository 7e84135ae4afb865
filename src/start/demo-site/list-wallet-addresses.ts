import { TEST_WALLET_ADDRESSES, type TestWalletAddress } from '../../sandbox-wallet/test-wallet-addresses.js';
import { escapeHtml } from './highlight.js';
import { WHAT_THE_PAGE_SEES } from './what-the-page-sees.js';

const GROUPS = ['They pay', 'They go wrong on the way', 'They are no wallet addresses'];

/** The gallery: one button for each test wallet address, so that it never misses one. */
export function listWalletAddresses(): string {
  return GROUPS.map((title, group) => {
    const members = [...TEST_WALLET_ADDRESSES].filter(([, wallet]) => groupOf(wallet) === group);
    return `<h2>${title}</h2>\n<ul class="wallets">\n${members.map(renderWallet).join('\n')}\n</ul>`;
  }).join('\n');
}

function groupOf({ answer, outcome, account }: TestWalletAddress): number {
  if (answer) return 2;
  return outcome || account === 'unreachable' ? 1 : 0;
}

function renderWallet([name, { does }]: [string, TestWalletAddress]): string {
  return `<li>
  <button type="button" data-name="${name}" data-href="{{testWalletAddresses.${name}}}">
    <code>${name}</code> <span>${escapeHtml(does)}</span> <small>${withCode(WHAT_THE_PAGE_SEES[name] ?? '')}</small>
  </button>
</li>`;
}

/** What stands in backticks is code. */
function withCode(text: string): string {
  return escapeHtml(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}
