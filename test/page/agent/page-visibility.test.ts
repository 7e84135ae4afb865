import { expect } from '@open-wc/testing';
import { createPageVisibility } from '../../../src/page/agent/core/page-visibility.js';

describe('the visibility of the page', () => {
  it('is observed again after the document has lost its listeners, including missed changes', () => {
    const document = new (class extends EventTarget {
      visibilityState: DocumentVisibilityState = 'visible';
    })();
    const listeners = new Set<EventListenerOrEventListenerObject | null>();
    const { addEventListener } = document;
    document.addEventListener = (type, listener) => {
      listeners.add(listener);
      addEventListener.call(document, type, listener);
    };
    const visibility = createPageVisibility(document as unknown as Document);
    let notifications = 0;
    const stop = visibility.observe(() => notifications++);
    const change = (state: DocumentVisibilityState): void => {
      document.visibilityState = state;
      document.dispatchEvent(new Event('visibilitychange'));
    };
    change('hidden');
    expect(notifications).to.equal(1);

    for (const listener of listeners) document.removeEventListener('visibilitychange', listener);
    change('visible');
    expect(notifications).to.equal(1);
    visibility.listen();
    visibility.listen();
    expect(notifications).to.equal(2);
    change('hidden');
    expect(notifications).to.equal(3);
    stop();
    change('visible');
    expect(notifications).to.equal(3);
  });
});
