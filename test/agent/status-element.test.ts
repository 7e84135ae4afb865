import { expect } from '@open-wc/testing';
import { observeDocument } from '../../src/agent/document-observer.js';
import { createStatusElementScan } from '../../src/agent/status-element.js';
import { usePart } from '../../src/agent/parts.js';
import { FakePlatform, settle } from './support/fake-platform.js';

describe('<wm-status> in the page', () => {
  it('has its file loaded once, when the tag appears', async () => {
    let loaded = 0;
    const scan = createStatusElementScan(document, () => loaded++);
    const observer = observeDocument(document, new FakePlatform(), scan);
    document.body.append(document.createElement('div'));
    await settle();
    expect(loaded).to.equal(0);

    const elements = [document.createElement('wm-status'), document.createElement('wm-status')];
    for (const element of elements) {
      document.body.append(element);
      await settle();
    }
    expect(loaded).to.equal(1);
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
