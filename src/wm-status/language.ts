import { ENGLISH } from './languages/en.js';
import { importTranslation } from './neighbours.js';
import type { Words } from './words.js';

/** What is said, and the language tag that numbers and dates are written for: `de-AT` has the words of `de`. */
export type Language = readonly [words: Words, locale: string];

const FIRST_LANGUAGE: Language = [ENGLISH, ENGLISH.lang];

/** The language of an element: that of the nearest `lang` of its tree, else the page's, else the browser's. */
export class FollowedLanguage {
  current = FIRST_LANGUAGE;
  /** Settled when the words of the nearest `lang` are there. */
  loading: Promise<void> | undefined;
  #tag: string | undefined;
  #observer: MutationObserver | undefined;
  readonly #element: Element;
  readonly #changed: () => void;

  constructor(element: Element, changed: () => void) {
    this.#element = element;
    this.#changed = changed;
  }

  start(): void {
    this.#observer = new MutationObserver(() => this.#follow());
    this.#observer.observe(document, { subtree: true, attributeFilter: ['lang'] });
    this.#follow();
  }

  stop(): void {
    this.#observer?.disconnect();
  }

  #follow(): void {
    const named = this.#element.closest('[lang]')?.getAttribute('lang');
    const tag = named || document.documentElement.lang || navigator.language;
    if (tag === this.#tag) return;
    this.#tag = tag;
    this.loading = loadLanguage(tag).then((language) => {
      // By then it may be another again.
      if (tag !== this.#tag) return;
      this.current = language;
      this.#changed();
    });
  }
}

export async function loadLanguage(tag: string): Promise<Language> {
  try {
    const { language } = new Intl.Locale(tag);
    const translation = await importTranslation(language);
    if (translation) return [translation.default, tag];
    if (language === ENGLISH.lang) return [ENGLISH, tag];
  } catch {
    // No language tag, or a translation that is not beside the script: better said in English than not at all.
  }
  return FIRST_LANGUAGE;
}
