import { adoptStyles, LitElement, supportsAdoptingStyleSheets, unsafeCSS } from 'lit';
import type { CSSResultOrNative } from 'lit';
import { withHtmlTemplates } from './html-templates.js';

/** A Lit element that looks the same in every document: in XHTML, in a frame, and in the window that a page moves it to. */
export class PortableElement extends LitElement {
  /** CSS of the parts that were loaded later. */
  readonly #added: string[] = [];

  protected override createRenderRoot(): ShadowRoot {
    const { shadowRootOptions } = this.constructor as typeof LitElement;
    const root = this.shadowRoot ?? this.attachShadow(shadowRootOptions);
    this.#adoptStyles(root);
    return root;
  }

  /** A style sheet belongs to the document that has constructed it: moving a shadow root to another document takes its sheets away. */
  // https://drafts.csswg.org/cssom/#ref-for-dfn-adopting-steps
  adoptedCallback(): void {
    // Not yet rendered: the sheets come with the first rendering.
    if (this.shadowRoot) this.#adoptStyles(this.shadowRoot);
  }

  protected override performUpdate(): void {
    withHtmlTemplates(document, () => super.performUpdate());
  }

  /** Adds a style sheet to those of the class. */
  protected addStyles(css: string): void {
    this.#added.push(css);
    if (this.shadowRoot) this.#adoptStyles(this.shadowRoot);
  }

  #adoptStyles(root: ShadowRoot): void {
    const { elementStyles } = this.constructor as typeof LitElement;
    // Lit writes <style> elements there, which stay with the shadow root.
    if (!supportsAdoptingStyleSheets) {
      for (const style of root.querySelectorAll('style')) style.remove();
      return adoptStyles(root, [...elementStyles, ...this.#added.map(unsafeCSS)]);
    }
    const { ownerDocument } = this;
    // A document without a window is not displayed, and constructs no sheets.
    if (!ownerDocument.defaultView) return;
    root.adoptedStyleSheets = [...elementStyles.map(textOf), ...this.#added].map((css) =>
      styleSheetOf(ownerDocument, css),
    );
  }
}

/** All elements of a document share its sheets. */
const sheets = new WeakMap<Document, Map<string, CSSStyleSheet>>();

function styleSheetOf(document: Document, css: string): CSSStyleSheet {
  const known = sheets.get(document) ?? new Map<string, CSSStyleSheet>();
  sheets.set(document, known);
  const sheet = known.get(css) ?? new (document.defaultView ?? globalThis).CSSStyleSheet();
  if (!known.has(css)) sheet.replaceSync(css);
  known.set(css, sheet);
  return sheet;
}

function textOf(style: CSSResultOrNative): string {
  return 'cssText' in style ? style.cssText : '';
}
