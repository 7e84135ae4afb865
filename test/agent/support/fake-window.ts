/** As much of a window as the agent reads of its own past. */
export interface FakeWindow {
  sessionStorage: Storage;
  performance: { getEntriesByType(): { type: string }[] };
  document: { referrer: string };
  location: { origin: string; pathname: string };
}

export const ORIGIN = 'https://page.example';

/** The window of a page that was reached by `type` of navigation, in a tab that has stored this. */
export function createWindow(type: string, stored: string | null = null, path = '/article'): FakeWindow {
  const items = new Map<string, string>(stored === null ? [] : [['wm-polyfill', stored]]);
  const storage = {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
  };
  return {
    sessionStorage: storage as unknown as Storage,
    performance: { getEntriesByType: () => [{ type }] },
    document: { referrer: '' },
    location: { origin: ORIGIN, pathname: path },
  };
}

export function asWindow(fake: FakeWindow): Window {
  return fake as unknown as Window;
}
