/** Where a site keeps the provider that its visitor has chosen instead of another agent. */
const KEY = 'wm-provider';

/** Whether the visitor wants this provider to pay on this site, although another agent is there. */
export function isChosen(provider: string): boolean {
  try {
    return localStorage.getItem(KEY) === provider;
  } catch {
    // Sandboxed, or switched off by the visitor.
    return false;
  }
}

/** For this site. Where nothing can be stored, it holds until the page is left. */
export function rememberChoice(provider: string): void {
  try {
    localStorage.setItem(KEY, provider);
  } catch {
    // As above, or full.
  }
}

export function forgetChoice(provider: string): void {
  if (isChosen(provider)) localStorage.removeItem(KEY);
}
