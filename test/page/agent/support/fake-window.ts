/** The members of a window that the agent reads about earlier pages. */
export interface FakeWindow {
  sessionStorage: Storage;
  performance: { getEntriesByType(): { type: string }[] };
  document: { referrer: string };
  location: { origin: string; pathname: string };
}

export const ORIGIN = 'https://page.example';

/** The window of a page after a navigation of `type`, in a tab with this session storage. */
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
