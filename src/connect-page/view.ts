interface Asked {
  site: string;
  allowance: { budget: string; ratePerHour: string; period: string | null };
}

export function showMessage(text: string): void {
  element('message').textContent = text;
}

/** Shows what is asked for, and calls `consent` with the wallet address when the visitor goes on. */
export function showConsent(
  { site, allowance }: Asked,
  consent: (walletAddress: string) => Promise<void>,
): void {
  const form = element('consent') as HTMLFormElement;
  const input = element('wallet-address') as HTMLInputElement;
  // An origin's host is punycode already, so a look-alike letter shows.
  element('site').textContent = site;
  element('budget').textContent = `${allowance.budget} ${periodInWords(allowance.period)}`;
  element('rate').textContent = `${allowance.ratePerHour} per hour`;
  element('cancel').addEventListener('click', () => window.close());
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const button = form.querySelector('button') as HTMLButtonElement;
    button.disabled = true;
    showMessage('Asking your wallet…');
    consent(input.value.trim()).catch((error: unknown) => {
      showMessage(error instanceof Error ? error.message : String(error));
      button.disabled = false;
      input.focus();
    });
  });
  showMessage('');
  form.hidden = false;
  input.focus();
}

function periodInWords(period: string | null): string {
  const words: Record<string, string> = {
    P1M: 'per month',
    P1D: 'per day',
    P7D: 'per week',
    P1W: 'per week',
  };
  return period === null ? 'in all' : (words[period] ?? `each ${period}`);
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`#${id} is missing`);
  return found;
}
