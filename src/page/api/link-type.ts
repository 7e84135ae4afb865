/** Lets a second copy of this script detect the first one. */
const POLYFILL_MARK = Symbol.for('wm-polyfill');

type Supports = DOMTokenList['supports'];

export function supportsMonetization(): boolean {
  // There is no document in server-side rendering, and no relList in an SVG document.
  return (
    typeof document === 'object' &&
    (document.createElement('link') as Partial<HTMLLinkElement>).relList?.supports('monetization') === true
  );
}

export function isSupportsPolyfilled(): boolean {
  return typeof DOMTokenList === 'function' && POLYFILL_MARK in DOMTokenList.prototype.supports;
}

// https://dom.spec.whatwg.org/#dom-domtokenlist-supports
export function supportsWithMonetization(native: Supports): Supports {
  const { supports } = {
    supports(this: DOMTokenList, token: string): boolean {
      // Without an argument it throws.
      if (!arguments.length) return (native as () => boolean).call(this);
      // Only the relList of a <link> supports "stylesheet". This distinguishes it from all other token lists.
      return native.call(this, token) || (/^monetization$/i.test(token) && native.call(this, 'stylesheet'));
    },
  };
  return Object.assign(supports, { [POLYFILL_MARK]: true });
}
