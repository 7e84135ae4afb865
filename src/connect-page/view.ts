import type { ConsentAnswer, ConsentQuestion, ConsentStatement } from '../protocol/connect-messages.js';
import { type Armed, armButton } from './arm-button.js';
import { showWhileBelow } from './more-below.js';
import { element, onSubmit, showMessage } from './view-parts.js';

const PERIODS: Record<string, string> = {
  P1M: 'per month',
  P1D: 'per day',
  P7D: 'per week',
  P1W: 'per week',
  P1Y: 'per year',
};

/** Asks for the visitor's wallet address. */
export function showWalletForm(
  { site, rememberedWallet }: ConsentQuestion,
  useWallet: (walletAddress: string) => Promise<void>,
): void {
  const input = element<HTMLInputElement>('wallet-address');
  element('asking-site').textContent = site;
  if (input.value === '') input.value = rememberedWallet ?? '';
  onSubmit(element<HTMLFormElement>('wallet'), () => useWallet(input.value.trim()));
  showMessage('');
  showOnly('wallet');
  input.focus();
}

let approval: Armed | undefined;

/** Shows all that is consented to, and calls `consent` with what the visitor chose. */
export function showConsent(
  statement: ConsentStatement,
  consent: (choice: Omit<ConsentAnswer, 'token'>) => Promise<void>,
): void {
  const { site, walletName, walletAddress, assetCode, budget, ratePerHour, period, until } = statement;
  const [budgetInput, rateInput] = [element<HTMLInputElement>('budget'), element<HTMLInputElement>('rate')];
  const texts = {
    site,
    'wallet-name': walletName ?? '',
    'wallet-url': walletAddress,
    'budget-unit': `${assetCode} ${period === null ? 'in all' : (PERIODS[period] ?? `each ${period}`)}`,
    'budget-most': `You may choose up to ${budget.most}.`,
    'rate-unit': `${assetCode} per hour`,
    'rate-most': `You may choose up to ${ratePerHour.most}.`,
    until: new Intl.DateTimeFormat('en', { dateStyle: 'long' }).format(new Date(until)),
  };
  for (const [id, text] of Object.entries(texts)) element(id).textContent = text;
  element<HTMLTimeElement>('until').dateTime = until;
  if (budgetInput.value === '') budgetInput.value = budget.proposed;
  if (rateInput.value === '') rateInput.value = ratePerHour.proposed;
  element('another-wallet').onclick = () => {
    showOnly('wallet');
    element('wallet-address').focus();
  };
  showMessage('');
  showOnly('consent');
  element('title').focus();
  approval ??= watchApproval();
  onSubmit(element<HTMLFormElement>('consent'), async () => {
    if (!approval?.armed) return;
    showMessage('Asking your wallet…');
    await consent({ budget: budgetInput.value.trim(), ratePerHour: rateInput.value.trim() });
  });
}

function watchApproval(): Armed {
  const button = element<HTMLButtonElement>('approve');
  showWhileBelow(element('more'), button);
  return armButton(button, sayWhenChanged(element('approve-state')));
}

function showOnly(id: 'wallet' | 'consent'): void {
  for (const form of document.forms) form.hidden = form.id !== id;
}

/** A screen reader reads what is written anew, also when it is the same. */
function sayWhenChanged(status: HTMLElement): (text: string) => void {
  return (text) => {
    if (status.textContent !== text) status.textContent = text;
  };
}
