import { expect } from '@open-wc/testing';
import { skipIfUnsupported } from '../../../support/browsers/engine-limits.js';
import { AgentFixture } from '../support/agent-fixture.js';
import { flushTasks } from '../support/fake-platform.js';
import { createSilentMedia, nextEvent } from '../support/silent-media.js';
import type { AgentSession } from '../../../../src/page/agent/state/state.js';

describe('a link inside a media element', () => {
  let page: AgentFixture;
  const elements: HTMLMediaElement[] = [];

  beforeEach(() => {
    page = new AgentFixture();
  });
  afterEach(() => {
    page.stop();
    for (const media of elements.splice(0)) {
      media.pause();
      media.remove();
      URL.revokeObjectURL(media.src);
    }
  });

  function addMedia(name: 'audio' | 'video', link: string, seconds = 30): HTMLMediaElement {
    const media = createSilentMedia(name, seconds);
    media.append(page.createLink(link));
    document.body.append(media);
    elements.push(media);
    return media;
  }

  async function play(media: HTMLMediaElement): Promise<void> {
    const playing = nextEvent(media, 'playing');
    await media.play();
    await playing;
  }

  async function pause(media: HTMLMediaElement): Promise<void> {
    const paused = nextEvent(media, 'pause');
    media.pause();
    await paused;
  }

  async function sessions(): Promise<AgentSession[]> {
    await flushTasks();
    return [...page.monetization.sessions];
  }

  const statuses = async (): Promise<string[]> => (await sessions()).map(({ status }) => status);

  // A <video> file with sound only, because Chromium plays a muted one without a user gesture.
  for (const name of ['audio', 'video'] as const) {
    const title = `loads, but is not paid before the <${name}> plays`;
    it(title, async function () {
      skipIfUnsupported(this, title);
      const media = addMedia(name, 'film');
      page.start();
      await page.platform.advance(600_000);
      expect(page.events).to.eql(['load film']);
      expect(page.relay.callsStartingWith('session')).to.eql([]);
      expect(await statuses()).to.eql(['waiting']);
      expect(page.state.sessions[0]).to.include({
        walletAddress: 'https://wallet.example/film#id',
        incomingPayment: null,
        error: null,
      });
      expect(page.state.status).to.equal('ready');

      await play(media);
      await page.platform.advance(2_000);
      expect(page.eventsOf('monetization')).to.have.length(2);
      expect(await statuses()).to.eql(['active']);
      expect(page.state.status).to.equal('streaming');
    });
  }

  it('pauses with the media without a lump sum afterwards, and continues with it in the same session', async () => {
    const media = addMedia('video', 'film');
    page.start();
    await page.platform.advance();
    await play(media);
    await page.platform.advance(500);
    expect(page.relay.callsStartingWith('payment')).to.have.length(1);

    await pause(media);
    await page.platform.advance(300_000);
    expect(page.relay.callsStartingWith('payment')).to.have.length(1);
    expect(await statuses()).to.eql(['waiting']);
    expect(page.state.status).to.equal('ready');

    await play(media);
    await page.platform.advance(1_499);
    expect(page.relay.callsStartingWith('payment'), 'waits for the rest of the interval').to.have.length(1);
    await page.platform.advance(1);
    expect(page.relay.callsStartingWith('payment')).to.eql(['payment session-1', 'payment session-1']);
    expect(page.relay.callsStartingWith('session ')).to.have.length(1);
    expect(page.eventsOf('load')).to.have.length(1);
  });

  it('is not paid after the media has ended, and is paid again on replay', async () => {
    const media = addMedia('video', 'film', 0.2);
    page.start();
    await page.platform.advance();
    const ended = nextEvent(media, 'ended');
    await play(media);
    await ended;
    await page.platform.advance();
    const paid = page.relay.callsStartingWith('payment').length;
    await page.platform.advance(60_000);
    expect(page.relay.callsStartingWith('payment')).to.have.length(paid);
    expect(await statuses()).to.eql(['waiting']);

    media.loop = true;
    await play(media);
    await page.platform.advance(2_000);
    expect(page.relay.callsStartingWith('payment').length).to.be.above(paid);
  });

  it('is not paid when its media is replaced by another that does not play', async () => {
    const media = addMedia('video', 'film');
    page.start();
    await page.platform.advance();
    await play(media);
    await page.platform.advance();
    const emptied = nextEvent(media, 'emptied');
    media.src = createSilentMedia('video', 30).src;
    await emptied;
    media.pause();
    await page.platform.advance(60_000);
    expect(page.relay.callsStartingWith('payment')).to.have.length(1);
    expect(await statuses()).to.eql(['waiting']);
  });

  it('does not change the turns of the others while it waits', async () => {
    page.addLink('article');
    const media = addMedia('video', 'film');
    page.addLink('photographer');
    page.start();
    await page.platform.advance(6_000);
    expect(page.eventsOf('monetization')).to.eql([
      'monetization article',
      'monetization photographer',
      'monetization article',
      'monetization photographer',
    ]);
    expect(page.state.status).to.equal('streaming');

    await play(media);
    await page.platform.advance(6_000);
    expect(page.eventsOf('monetization').slice(4)).to.include.members(['monetization film']);
    await pause(media);
    const paid = page.eventsOf('monetization').length;
    await page.platform.advance(8_000);
    expect(page.eventsOf('monetization').slice(paid)).to.have.length(4);
    expect(page.eventsOf('monetization').slice(paid)).not.to.include('monetization film');
  });

  it('is paid only while its own media plays', async () => {
    const first = addMedia('video', 'first');
    const second = addMedia('video', 'second');
    page.start();
    await page.platform.advance();
    await play(first);
    await page.platform.advance(4_000);
    expect(new Set(page.eventsOf('monetization'))).to.eql(new Set(['monetization first']));
    expect(await statuses()).to.eql(['active', 'waiting']);

    await pause(first);
    await play(second);
    const paid = page.eventsOf('monetization').length;
    await page.platform.advance(4_000);
    expect(new Set(page.eventsOf('monetization').slice(paid))).to.eql(new Set(['monetization second']));
    expect(await statuses()).to.eql(['waiting', 'active']);
  });

  it('shares the turns with another link whose media plays as well', async () => {
    const media = [addMedia('video', 'first'), addMedia('video', 'second')];
    page.start();
    await page.platform.advance();
    await Promise.all(media.map(play));
    await page.platform.advance(6_000);
    expect(page.eventsOf('monetization first').length).to.be.at.least(1);
    expect(page.eventsOf('monetization second').length).to.be.at.least(1);
  });

  it('is paid immediately when it is moved out of silent media', async () => {
    const media = addMedia('video', 'film');
    page.start();
    await page.platform.advance(10_000);
    document.head.append(media.firstElementChild as Element);
    await page.platform.advance();
    expect(page.eventsOf('monetization')).to.eql(['monetization film']);
    expect(await statuses()).to.eql(['active']);
  });

  it('waits as soon as it is moved into silent media', async () => {
    const link = page.addLink('film');
    const media = createSilentMedia('video', 30);
    elements.push(media);
    document.body.append(media);
    page.start();
    await page.platform.advance();
    media.append(link);
    await page.platform.advance(60_000);
    expect(page.relay.callsStartingWith('payment')).to.have.length(1);
    expect(await statuses()).to.eql(['waiting']);
  });

  it('gets no request after it was removed while waiting, even if the media plays later', async () => {
    const media = addMedia('video', 'film');
    page.start();
    await page.platform.advance();
    media.firstElementChild?.remove();
    await page.platform.advance();
    const calls = page.relay.calls.length;
    await play(media);
    await page.platform.advance(60_000);
    expect(page.relay.calls.slice(calls)).to.eql([]);
    expect(await sessions()).to.eql([]);
  });

  it('is not paid in a hidden page, although the media continues to play there', async () => {
    const media = addMedia('video', 'film');
    page.visibility.set(false);
    page.start();
    await play(media);
    await page.platform.advance(60_000);
    expect(page.relay.calls).to.eql([]);
    page.visibility.set(true);
    await page.platform.advance();
    expect(page.eventsOf('monetization')).to.eql(['monetization film']);
  });

  it('is paid when its media starts to play before its wallet has responded', async () => {
    const media = addMedia('video', 'film');
    await play(media);
    page.start();
    await page.platform.advance();
    expect(page.events).to.eql(['load film', 'monetization film']);
  });

  it('is not paid when the media plays only before its wallet has responded', async () => {
    const media = addMedia('video', 'film');
    await play(media);
    await pause(media);
    page.start();
    await page.platform.advance(60_000);
    expect(page.events).to.eql(['load film']);
  });
});
