import type { Messages } from './core/messages.js';

const TRANSLATION_LOADERS: Readonly<Record<string, () => Promise<{ readonly default: Messages }>>> = {
  ar: () => import('./locales/ar.js'),
  de: () => import('./locales/de.js'),
  es: () => import('./locales/es.js'),
  fr: () => import('./locales/fr.js'),
  ja: () => import('./locales/ja.js'),
};

// A bundler turns each import into a chunk. The build of wm-status.js replaces this module with imports of
// separate files: `wm-status.de.js`, `wm-status.panel.js`.
export function importTranslation(language: string): Promise<{ readonly default: Messages }> | undefined {
  return TRANSLATION_LOADERS[language]?.();
}

export function importPanel(): Promise<typeof import('./panel/panel.js')> {
  return import('./panel/panel.js');
}
