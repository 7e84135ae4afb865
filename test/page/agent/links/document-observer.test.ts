import { expect } from '@open-wc/testing';
import {
  observeDocument,
  type DocumentObserver,
} from '../../../../src/page/agent/links/document-observer.js';
import { FakePlatform, flushTasks } from '../support/fake-platform.js';

describe('observing a document', () => {
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
    await flushTasks();
    expect(scans).to.equal(2);
  });

  it('pauses during bulk insertions, and scans afterwards', async () => {
    insert(300);
    await flushTasks();
    insert(300);
    await flushTasks();
    expect(scans, 'only the first scan').to.equal(1);
    await platform.advance(50);
    expect(scans).to.equal(2);
    insert(1);
    await flushTasks();
    expect(scans, 'observes again').to.equal(3);
  });

  it('scans rarely while a page changes in many small steps', async () => {
    for (let step = 0; step < 100; step += 1) {
      insert(1);
      await flushTasks();
    }
    expect(scans).to.be.at.most(22);
    await platform.advance(50);
    expect(scans).to.be.at.most(23);
  });

  it('ignores earlier steps that are far apart', async () => {
    for (let step = 0; step < 100; step += 1) {
      insert(1);
      await flushTasks();
      await platform.advance(50);
    }
    expect(scans).to.equal(101);
  });

  it('stops completely', async () => {
    insert(1);
    await flushTasks();
    observer.disconnect();
    insert(1);
    await platform.advance(1000);
    expect(scans).to.equal(2);
    expect(platform.pendingTimerCount).to.equal(0);
  });
});
