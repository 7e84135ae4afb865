import { adoptStyles, LitElement, supportsAdoptingStyleSheets, unsafeCSS, type CSSResult } from 'lit';
import { withHtmlTemplates } from './html-templates.js';

/** A Lit element that works in every document: in XHTML, in a frame, and after a move to another window. */
export class PortableElement extends LitElement {
  /** CSS of lazily loaded parts. */
  readonly #addedStyles: CSSResult[] = [];

  protected override createRenderRoot(): ShadowRoot {
    const { shadowRootOptions } = this.constructor as typeof LitElement;
    const root = this.shadowRoot ?? this.attachShadow(shadowRootOptions);
    this.#adoptStyles(root);
    return root;
  }

  /** Moving a shadow root to another document removes its constructed style sheets. */
  // https://drafts.csswg.org/cssom/#ref-for-dfn-adopting-steps
  adoptedCallback(): void {
    // Before the first rendering there is no shadow root; the rendering adopts the sheets.
    if (this.shadowRoot) this.#adoptStyles(this.shadowRoot);
  }

  protected override performUpdate(): void {
    withHtmlTemplates(document, () => super.performUpdate());
  }

  /** Adds a style sheet to those of the class. */
  protected addStyles(css: string): void {
    this.#addedStyles.push(unsafeCSS(css));
    if (this.shadowRoot) this.#adoptStyles(this.shadowRoot);
  }

  #adoptStyles(root: ShadowRoot): void {
    const styles = [
      ...(this.constructor as typeof LitElement).elementStyles,
      ...this.#addedStyles,
    ] as CSSResult[];
    // Without constructed sheets, Lit writes <style> elements into the shadow root.
    if (!supportsAdoptingStyleSheets) {
      for (const style of root.querySelectorAll('style')) style.remove();
      return adoptStyles(root, styles);
    }
    const view = this.ownerDocument.defaultView;
    // A document without a window is not displayed and cannot construct sheets.
    if (view) root.adoptedStyleSheets = styles.map((style) => styleSheetOf(style, view));
  }
}

/** Elements of this document share Lit's style sheet. Another document needs its own. */
function styleSheetOf(style: CSSResult, view: Window & typeof globalThis): CSSStyleSheet {
  if (view === window) return style.styleSheet as CSSStyleSheet;
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(style.cssText);
  return sheet;
}
