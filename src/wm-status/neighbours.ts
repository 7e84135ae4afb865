import type { Words } from './words.js';

const TRANSLATIONS: Readonly<Record<string, () => Promise<{ readonly default: Words }>>> = {
  ar: () => import('./languages/ar.js'),
  de: () => import('./languages/de.js'),
  es: () => import('./languages/es.js'),
  fr: () => import('./languages/fr.js'),
  ja: () => import('./languages/ja.js'),
};

// In a bundler's output each of these becomes a chunk. The build of wm-status.js puts imports of the files beside it in the place of this module:
// `wm-status.de.js`, `wm-status.panel.js`.
export function importTranslation(language: string): Promise<{ readonly default: Words }> | undefined {
  return TRANSLATIONS[language]?.();
}

export function importPanel(): Promise<typeof import('./panel/panel.js')> {
  return import('./panel/panel.js');
}
