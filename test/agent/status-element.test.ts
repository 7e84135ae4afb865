import { expect } from '@open-wc/testing';
import { observeDocument } from '../../src/agent/document-observer.js';
import { createStatusElementScan } from '../../src/agent/status-element.js';
import { FakePlatform, settle } from './support/fake-platform.js';

describe('<wm-status> in the page', () => {
  it('is imported once, when the tag appears', async () => {
    const platform = new FakePlatform();
    const loaded: string[] = [];
    const load = async (url: string): Promise<void> => void loaded.push(url);
    const scan = createStatusElementScan(document, 'https://cdn.example/', platform, load);
    const observer = observeDocument(document, platform, scan);
    document.body.append(document.createElement('div'));
    await settle();
    expect(loaded).to.eql([]);

    const elements = [document.createElement('wm-status'), document.createElement('wm-status')];
    for (const element of elements) {
      document.body.append(element);
      await settle();
    }
    expect(loaded).to.eql(['https://cdn.example/wm-status.js']);
    observer.disconnect();
    for (const element of elements) element.remove();
  });

  it('stays empty with one line on the console when its file is not there', async () => {
    const platform = new FakePlatform();
    const element = document.createElement('wm-status');
    document.body.append(element);
    const fail = (): Promise<never> => Promise.reject(new TypeError('not there'));
    const scan = createStatusElementScan(document, '/', platform, fail);
    scan();
    scan();
    await settle();
    expect(platform.warnings).to.have.length(1);
    expect(platform.warnings[0]).to.include('/wm-status.js').and.to.include('not there');
    element.remove();
  });
});
