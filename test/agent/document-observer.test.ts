import { expect } from '@open-wc/testing';
import { observeDocument } from '../../src/agent/document-observer.js';
import type { DocumentObserver } from '../../src/agent/document-observer.js';
import { FakePlatform, settle } from './support/fake-platform.js';

describe('watching a document', () => {
  let platform: FakePlatform;
  let scans: number;
  let observer: DocumentObserver;
  let main: HTMLElement;

  beforeEach(() => {
    platform = new FakePlatform();
    scans = 0;
    main = document.createElement('main');
    document.body.append(main);
    observer = observeDocument(document, platform, () => (scans += 1));
  });
  afterEach(() => {
    observer.disconnect();
    main.remove();
  });

  const insert = (count: number): void => {
    for (let i = 0; i < count; i += 1) main.append(document.createElement('p'));
  };

  it('scans once per microtask after changes', async () => {
    insert(10);
    insert(10);
    await settle();
    expect(scans).to.equal(2);
  });

  it('leaves a page alone that inserts in bulk, and scans when it has come to rest', async () => {
    insert(300);
    await settle();
    insert(300);
    await settle();
    expect(scans, 'only the first scan').to.equal(1);
    await platform.advance(50);
    expect(scans).to.equal(2);
    insert(1);
    await settle();
    expect(scans, 'and watches again').to.equal(3);
  });

  it('leaves a page alone that changes in very many small steps', async () => {
    for (let step = 0; step < 100; step += 1) {
      insert(1);
      await settle();
    }
    expect(scans).to.be.at.most(22);
    await platform.advance(50);
    expect(scans).to.be.at.most(23);
  });

  it('forgets steps that lie apart', async () => {
    for (let step = 0; step < 100; step += 1) {
      insert(1);
      await settle();
      await platform.advance(50);
    }
    expect(scans).to.equal(101);
  });

  it('ends without a trace', async () => {
    insert(1);
    await settle();
    observer.disconnect();
    insert(1);
    await platform.advance(1000);
    expect(scans).to.equal(2);
    expect(platform.waiting).to.equal(0);
  });
});
