/** Lets a second copy of this script detect the first one. */
const POLYFILL_MARK = Symbol.for('wm-polyfill');

type Supports = DOMTokenList['supports'];

export function supportsMonetization(): boolean {
  try {
    return document.createElement('link').relList.supports('monetization');
  } catch {
    // Server-side rendering, or a document without relList.
    return false;
  }
}

export function isSupportsPolyfilled(): boolean {
  return typeof DOMTokenList === 'function' && POLYFILL_MARK in DOMTokenList.prototype.supports;
}

// https://dom.spec.whatwg.org/#dom-domtokenlist-supports
export function supportsWithMonetization(native: Supports): Supports {
  const { supports } = {
    supports(this: DOMTokenList, token: string): boolean {
      if (arguments.length === 0) return (native as () => boolean).call(this);
      const value = `${token}`;
      // Only the relList of a <link> supports "stylesheet". This distinguishes it from all other token lists.
      return (
        native.call(this, value) ||
        (value.toLowerCase() === 'monetization' && native.call(this, 'stylesheet'))
      );
    },
  };
  return Object.assign(supports, { [POLYFILL_MARK]: true });
}
