import { describePeriod } from '../../../protocol/intervals/describe-period.js';
import type { ConsentAnswer, ConsentRequest, ConsentStatement } from './connect-messages.js';
import { type ProtectedButton, protectButton } from './protect-button.js';
import { showScrollHint } from './scroll-hint.js';
import { getElement, onSubmit, showMessage } from './view-elements.js';

/** Shows the form for the visitor's wallet address. */
export function showWalletForm(
  { site, rememberedWallet }: ConsentRequest,
  useWallet: (walletAddress: string) => Promise<void>,
): void {
  const input = getElement<HTMLInputElement>('wallet-address');
  getElement('asking-site').textContent = site;
  if (input.value === '') input.value = rememberedWallet ?? '';
  onSubmit(getElement<HTMLFormElement>('wallet'), () => useWallet(input.value.trim()));
  showMessage('');
  showOnlyForm('wallet');
  input.focus();
}

let approveButton: ProtectedButton | undefined;

/** Shows what the visitor consents to. Calls `consent` with the chosen limits. */
export function showConsent(
  statement: ConsentStatement,
  consent: (choice: Omit<ConsentAnswer, 'token'>) => Promise<void>,
): void {
  const { site, walletName, walletAddress, assetCode, budget, ratePerHour, period, until } = statement;
  const [budgetInput, rateInput] = [
    getElement<HTMLInputElement>('budget'),
    getElement<HTMLInputElement>('rate'),
  ];
  const texts = {
    site,
    'wallet-name': walletName ?? '',
    'wallet-url': walletAddress,
    'budget-unit': `${assetCode} ${describePeriod(period)}`,
    'budget-max': `Maximum: ${budget.most}`,
    'rate-unit': `${assetCode} per hour`,
    'rate-max': `Maximum: ${ratePerHour.most}`,
    until: new Intl.DateTimeFormat('en', { dateStyle: 'long' }).format(new Date(until)),
  };
  for (const [id, text] of Object.entries(texts)) getElement(id).textContent = text;
  getElement<HTMLTimeElement>('until').dateTime = until;
  if (budgetInput.value === '') budgetInput.value = budget.proposed;
  if (rateInput.value === '') rateInput.value = ratePerHour.proposed;
  getElement('another-wallet').onclick = () => {
    showOnlyForm('wallet');
    getElement('wallet-address').focus();
  };
  showMessage('');
  showOnlyForm('consent');
  getElement('title').focus();
  approveButton ??= protectApproveButton();
  onSubmit(getElement<HTMLFormElement>('consent'), async () => {
    if (!approveButton?.enabled) return;
    showMessage('Contacting your wallet…');
    await consent({ budget: budgetInput.value.trim(), ratePerHour: rateInput.value.trim() });
  });
}

function protectApproveButton(): ProtectedButton {
  const button = getElement<HTMLButtonElement>('approve');
  showScrollHint(getElement('more'), button);
  return protectButton(button, setTextIfChanged(getElement('approve-state')));
}

function showOnlyForm(id: 'wallet' | 'consent'): void {
  for (const form of document.forms) form.hidden = form.id !== id;
}

/** Screen readers announce every write, even of the same text. */
function setTextIfChanged(status: HTMLElement): (text: string) => void {
  return (text) => {
    if (status.textContent !== text) status.textContent = text;
  };
}
