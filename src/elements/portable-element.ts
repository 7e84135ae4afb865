import { adoptStyles, LitElement, supportsAdoptingStyleSheets, unsafeCSS } from 'lit';
import type { CSSResult } from 'lit';
import { withHtmlTemplates } from './html-templates.js';

/** A Lit element that looks the same in every document: in XHTML, in a frame, and in the window that a page moves it to. */
export class PortableElement extends LitElement {
  /** CSS of the parts that were loaded later. */
  readonly #added: CSSResult[] = [];

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
    this.#added.push(unsafeCSS(css));
    if (this.shadowRoot) this.#adoptStyles(this.shadowRoot);
  }

  #adoptStyles(root: ShadowRoot): void {
    const styles = [...(this.constructor as typeof LitElement).elementStyles, ...this.#added] as CSSResult[];
    // Lit writes <style> elements there, which stay with the shadow root.
    if (!supportsAdoptingStyleSheets) {
      for (const style of root.querySelectorAll('style')) style.remove();
      return adoptStyles(root, styles);
    }
    const view = this.ownerDocument.defaultView;
    // A document without a window is not displayed, and constructs no sheets.
    if (view) root.adoptedStyleSheets = styles.map((style) => styleSheetOf(style, view));
  }
}

/** All elements of a document share what Lit makes of a style; a document that they were moved to makes its own. */
function styleSheetOf(style: CSSResult, view: Window & typeof globalThis): CSSStyleSheet {
  if (view === window) return style.styleSheet as CSSStyleSheet;
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(style.cssText);
  return sheet;
}
