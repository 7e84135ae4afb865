import { expect } from '@open-wc/testing';
import { pageVisibility } from '../../src/agent/page-visibility.js';

describe('the visibility of the page', () => {
  it('is heard of again after the document has lost its listeners, also what was missed', () => {
    const document = new (class extends EventTarget {
      visibilityState: DocumentVisibilityState = 'visible';
    })();
    const listeners = new Set<EventListenerOrEventListenerObject | null>();
    const { addEventListener } = document;
    document.addEventListener = (type, listener) => {
      listeners.add(listener);
      addEventListener.call(document, type, listener);
    };
    const visibility = pageVisibility(document as unknown as Document);
    let heard = 0;
    const stop = visibility.observe(() => heard++);
    const change = (state: DocumentVisibilityState): void => {
      document.visibilityState = state;
      document.dispatchEvent(new Event('visibilitychange'));
    };
    change('hidden');
    expect(heard).to.equal(1);

    for (const listener of listeners) document.removeEventListener('visibilitychange', listener);
    change('visible');
    expect(heard).to.equal(1);
    visibility.listen();
    visibility.listen();
    expect(heard).to.equal(2);
    change('hidden');
    expect(heard).to.equal(3);
    stop();
    change('visible');
    expect(heard).to.equal(3);
  });
});
