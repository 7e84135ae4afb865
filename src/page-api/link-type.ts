/** Lets a second copy of this script recognise the first. */
const MARK = Symbol.for('wm-polyfill');

type Supports = DOMTokenList['supports'];

export function supportsMonetization(): boolean {
  try {
    return document.createElement('link').relList.supports('monetization');
  } catch {
    // No document (server-side rendering), or a document without relList.
    return false;
  }
}

export function isSupportsPolyfilled(): boolean {
  return typeof DOMTokenList === 'function' && MARK in DOMTokenList.prototype.supports;
}

// https://dom.spec.whatwg.org/#dom-domtokenlist-supports
export function supportsWithMonetization(native: Supports): Supports {
  const { supports } = {
    supports(this: DOMTokenList, token: string): boolean {
      if (arguments.length === 0) return (native as () => boolean).call(this);
      const value = `${token}`;
      // Only the relList of a <link> supports "stylesheet", so no token list has to be tracked.
      return (
        native.call(this, value) ||
        (value.toLowerCase() === 'monetization' && native.call(this, 'stylesheet'))
      );
    },
  };
  return Object.assign(supports, { [MARK]: true });
}
