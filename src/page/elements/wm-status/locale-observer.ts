import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { ENGLISH_MESSAGES } from './locales/en.js';
import { importTranslation } from './lazy-modules.js';
import type { CardMessages } from './core/messages.js';

/** The texts, and the locale for numbers and dates. For example, `de-AT` uses the texts of `de`. */
export type LocalizedMessages = readonly [words: CardMessages, locale: string];

const FALLBACK_MESSAGES: LocalizedMessages = [ENGLISH_MESSAGES, ENGLISH_MESSAGES.lang];

/**
 * Observes the language of an element: the nearest `lang` attribute, else the page's language, else the
 * browser's.
 */
export class LocaleObserver implements ReactiveController {
  current: LocalizedMessages = FALLBACK_MESSAGES;
  /** Settles when the texts of the current language are loaded. */
  loading: Promise<void> | undefined;
  #tag: string | undefined;
  #observer: MutationObserver | undefined;
  readonly #element: Element;
  readonly #onChange: () => void;

  constructor(element: Element & ReactiveControllerHost, onChange: () => void) {
    this.#element = element;
    this.#onChange = onChange;
    element.addController(this);
  }

  hostConnected(): void {
    this.#observer = new MutationObserver(() => this.#update());
    this.#observer.observe(document, { subtree: true, attributeFilter: ['lang'] });
    this.#update();
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
  }

  #update(): void {
    const langAttribute = this.#element.closest('[lang]')?.getAttribute('lang');
    const tag = langAttribute || document.documentElement.lang || navigator.language;
    if (tag === this.#tag) return;
    this.#tag = tag;
    this.loading = loadMessages(tag).then((language) => {
      // The language may have changed during loading.
      if (tag !== this.#tag) return;
      this.current = language;
      this.#onChange();
    });
  }
}

export async function loadMessages(tag: string): Promise<LocalizedMessages> {
  try {
    const { language } = new Intl.Locale(tag);
    const translation = await importTranslation(language);
    if (translation) return [translation.default, tag];
    if (language === ENGLISH_MESSAGES.lang) return [ENGLISH_MESSAGES, tag];
  } catch {
    // An invalid language tag, or a missing translation file: falls back to English.
  }
  return FALLBACK_MESSAGES;
}
