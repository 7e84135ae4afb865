import { expect } from '@open-wc/testing';
import { observeDocument } from '../../../src/page/agent/links/document-observer.js';
import { createElementLoader } from '../../../src/page/agent/core/element-loader.js';
import { loadLazyModule } from '../../../src/page/agent/core/load-lazy-module.js';
import { FakePlatform, flushTasks } from './support/fake-platform.js';

describe('an element of this project in the page', () => {
  it('has its file loaded once, when the tag appears', async () => {
    const loaded: string[] = [];
    const scan = createElementLoader(document, (name) => loaded.push(name));
    const observer = observeDocument(document, new FakePlatform(), scan);
    document.body.append(document.createElement('div'));
    await flushTasks();
    expect(loaded).to.eql([]);

    const elements = ['wm-status', 'wm-status', 'wm-flow'].map((tag) => document.createElement(tag));
    for (const element of elements) {
      document.body.append(element);
      await flushTasks();
    }
    expect(loaded).to.eql(['status', 'status.panel', 'flow']);
    observer.disconnect();
    for (const element of elements) element.remove();
  });

  for (const variant of ['badge', 'bar']) {
    it(`has no file of the panel loaded for a ${variant}`, () => {
      const loaded: string[] = [];
      const element = document.createElement('wm-status');
      element.setAttribute('variant', variant);
      document.body.append(element);
      createElementLoader(document, (name) => loaded.push(name))();
      element.remove();
      expect(loaded).to.eql(['status']);
    });
  }
});

describe('a lazy module whose file is missing', () => {
  it('is reported on the console once, with the name of the file', async () => {
    const platform = new FakePlatform();
    const importModule = () => Promise.reject(new TypeError('not there'));
    for (let uses = 0; uses < 3; uses += 1) void loadLazyModule({ platform, importModule }, 'status');
    await flushTasks();
    expect(platform.warnings).to.have.length(1);
    expect(platform.warnings[0]).to.include('wm-status.js').and.to.include('not there');
  });
});
