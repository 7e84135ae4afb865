import { expect } from '@open-wc/testing';
import { observeDocument } from '../../src/agent/document-observer.js';
import { createElementScan } from '../../src/agent/element-scan.js';
import { usePart } from '../../src/agent/parts.js';
import { FakePlatform, settle } from './support/fake-platform.js';

describe('an element of this project in the page', () => {
  it('has its file loaded once, when the tag appears', async () => {
    const loaded: string[] = [];
    const scan = createElementScan(document, (name) => loaded.push(name));
    const observer = observeDocument(document, new FakePlatform(), scan);
    document.body.append(document.createElement('div'));
    await settle();
    expect(loaded).to.eql([]);

    const elements = ['wm-status', 'wm-status', 'wm-flow'].map((tag) => document.createElement(tag));
    for (const element of elements) {
      document.body.append(element);
      await settle();
    }
    expect(loaded).to.eql(['status', 'flow']);
    observer.disconnect();
    for (const element of elements) element.remove();
  });
});

describe('a part that is not beside the script', () => {
  it('is told on the console, with the file that is missing', async () => {
    const platform = new FakePlatform();
    usePart(
      { platform, importPart: () => Promise.reject(new TypeError('not there')) },
      'status',
      () => undefined,
    );
    await settle();
    expect(platform.warnings).to.have.length(1);
    expect(platform.warnings[0]).to.include('wm-status.js').and.to.include('not there');
  });
});
