/** Local storage key for the provider that the visitor has chosen instead of a native agent. */
const STORAGE_KEY = 'wm-provider';

/** Whether the visitor has chosen this provider for this site instead of a native agent. */
export function isProviderChosen(provider: string): boolean {
  try {
    return localStorage.getItem(STORAGE_KEY) === provider;
  } catch {
    // Sandboxed frame, or storage disabled by the visitor.
    return false;
  }
}

/** Stores the choice for this site. If storage is unavailable, the choice ends with the page. */
export function storeProviderChoice(provider: string): void {
  try {
    localStorage.setItem(STORAGE_KEY, provider);
  } catch {
    // Sandboxed frame, or storage disabled or full.
  }
}

export function clearProviderChoice(provider: string): void {
  if (isProviderChosen(provider)) localStorage.removeItem(STORAGE_KEY);
}
