/**
 * Simulates how version 1.3.2 of the Web Monetization extension acts in a page from `document_start`, in its
 * two worlds. From its installation it reports support and checks the links. It pays once its visitor has
 * connected a wallet. The code is text, because one test loads it as files of a real extension, and another
 * as an inline script.
 */

export type ExtensionMembers = 'all at once' | 'member by member';

/**
 * The main-world script: it adds the support and fires the events. Older versions defined each missing member
 * separately. This version defines all members at once, unless `supports` already returns true.
 */
export function pageWorldScript(members: ExtensionMembers): string {
  return `(() => {
    const isFirst = !document.createElement('link').relList.supports('monetization');
    const ALL_AT_ONCE = ${members === 'all at once'};
    if (ALL_AT_ONCE && !isFirst) return;

    class MonetizationCurrencyAmount {
      constructor({ currency, value } = {}) { Object.assign(this, { currency, value }); }
    }
    class MonetizationEvent extends Event {
      constructor(type, { amountSent, incomingPayment, paymentPointer }) {
        super(type, { bubbles: true });
        Object.assign(this, { amountSent: new MonetizationCurrencyAmount(amountSent), incomingPayment, paymentPointer });
      }
      get detail() { return { amountSent: this.amountSent, incomingPayment: this.incomingPayment }; }
    }
    for (const each of [MonetizationCurrencyAmount, MonetizationEvent])
      if (ALL_AT_ONCE || !(each.name in window)) window[each.name] = each;

    const handlers = new WeakMap();
    for (const { prototype } of [HTMLElement, Window, Document]) {
      if (!ALL_AT_ONCE && 'onmonetization' in prototype) continue;
      Object.defineProperty(prototype, 'onmonetization', {
        enumerable: true,
        configurable: false,
        get() { return handlers.get(this) ?? null; },
        set(handler) {
          this.removeEventListener('monetization', handlers.get(this));
          handlers.set(this, handler ?? undefined);
          if (handler) this.addEventListener('monetization', handler);
        },
      });
    }

    if (isFirst) {
      const { supports } = DOMTokenList.prototype;
      const relList = Object.getOwnPropertyDescriptor(HTMLLinkElement.prototype, 'relList');
      const ofLinks = new WeakSet();
      DOMTokenList.prototype.supports = function (token) {
        return (ofLinks.has(this) && token === 'monetization') || supports.call(this, token);
      };
      Object.defineProperty(HTMLLinkElement.prototype, 'relList', {
        ...relList,
        get() {
          const list = relList.get.call(this);
          ofLinks.add(list);
          return list;
        },
      });
    }

    addEventListener('__wm_ext_monetization', ({ target, detail }) => {
      if (target instanceof HTMLLinkElement && target.isConnected)
        target.dispatchEvent(new MonetizationEvent('monetization', detail));
    }, true);
    addEventListener('__wm_ext_onmonetization_attr_change', ({ target, detail }) => {
      target.onmonetization = detail.attribute ? new Function(detail.attribute).bind(target) : null;
    }, true);
  })();`;
}

/**
 * The isolated-world script: it finds the links and pays each of them every `paysEach` milliseconds; null
 * means that no wallet is connected. It rejects every address that is not a plain https URL.
 */
export function isolatedWorldScript(paymentIntervalMs: number | null): string {
  return `(() => {
    const known = new WeakMap();
    const isPlain = (link) => {
      try {
        const { protocol, port, search, hash, username } = new URL(link.getAttribute('href'));
        return protocol === 'https:' && !(port || search || hash || username);
      } catch {
        return false;
      }
    };
    const detail = {
      amountSent: { currency: 'USD', value: '9.99' },
      incomingPayment: 'https://wallet.example/incoming-payments/real',
      paymentPointer: 'https://wallet.example/real',
    };
    const pay = (link) => link.dispatchEvent(new CustomEvent('__wm_ext_monetization', { bubbles: true, detail }));
    const judge = async (link) => {
      known.set(link, link.href);
      await null;
      link.dispatchEvent(new Event(isPlain(link) ? 'load' : 'error'));
      if (!isPlain(link) || ${paymentIntervalMs} === null) return;
      pay(link);
      setInterval(() => link.isConnected && pay(link), ${paymentIntervalMs});
    };
    const look = () => {
      if (document.readyState === 'loading' || document.visibilityState !== 'visible') return;
      for (const link of document.querySelectorAll('link[rel="monetization"]:not([disabled])'))
        if (known.get(link) !== link.href) judge(link);
      for (const element of document.querySelectorAll('[onmonetization]')) {
        const attribute = element.getAttribute('onmonetization');
        if (known.get(element) === attribute) continue;
        known.set(element, attribute);
        const change = { bubbles: true, detail: { attribute } };
        element.dispatchEvent(new CustomEvent('__wm_ext_onmonetization_attr_change', change));
      }
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
    for (const type of ['readystatechange', 'visibilitychange']) document.addEventListener(type, look);
    look();
  })();`;
}
