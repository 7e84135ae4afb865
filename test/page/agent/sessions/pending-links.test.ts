import { expect } from '@open-wc/testing';
import type { ErrorCode } from '../../../../src/protocol/error-codes.js';
import { RelayError } from '../../../../src/page/relay-client/relay-error.js';
import { AgentFixture } from '../support/agent-fixture.js';
import { rejectWith } from '../support/fake-relay.js';

const MEDIA_ELEMENT = 'audio';

describe('a link that waits', () => {
  let page: AgentFixture;
  beforeEach(() => (page = new AgentFixture()));
  afterEach(() => page.stop());

  it('for a connected wallet is paid afterwards, unless it was removed meanwhile', async () => {
    page.relay.onConnect = async () => ({ id: 'connection', state: 'new' });
    page.addLink('stays');
    const goes = page.addLink('goes');
    page.start();
    await page.platform.advance();
    goes.remove();
    page.relay.onConnect = async () => ({ id: 'connection', state: 'active' });
    await page.platform.advance(60_000);
    expect(page.relay.callsStartingWith('session')).to.eql(['session stays']);
  });

  it('uses the connection of the moment when its media plays', async () => {
    const media = document.createElement(MEDIA_ELEMENT);
    let paused = true;
    Object.defineProperty(media, 'paused', { get: () => paused });
    media.append(page.createLink('clip'));
    document.body.append(media);
    page.start();
    await page.platform.advance();
    page.relay.onConnect = async () => ({ id: 'another', state: 'new' });
    page.monetization.disconnect();
    await import('../../../../src/page/agent/connection/connect-handshake.js');
    await page.platform.advance();
    paused = false;
    media.dispatchEvent(new Event('play'));
    await page.platform.advance();
    expect(page.relay.callsStartingWith('session'), 'no consent').to.eql([]);
    media.remove();
  });

  for (const code of ['session-limit', 'provider-busy', 'a-newer-failure'] as ErrorCode[]) {
    it(`because the provider responds ${code} is retried`, async () => {
      const { onSession } = page.relay;
      let requested = 0;
      const status = code === 'session-limit' ? 409 : 503;
      page.relay.onSession = (request) =>
        requested++
          ? onSession(request)
          : Promise.reject(new RelayError(code, { status, detail: 'no room' }));
      page.addLink('alice');
      page.start();
      await page.platform.advance();
      expect(page.state.sessions[0]?.error?.code).to.equal(code);
      await page.platform.advance(5_000);
      expect(requested).to.equal(2);
      expect(page.relay.callsStartingWith('payment').length).to.be.above(0);
    });
  }

  it('is paid when it is moved from silent media into media that plays', async () => {
    const [silent, playing] = [document.createElement(MEDIA_ELEMENT), document.createElement(MEDIA_ELEMENT)];
    Object.defineProperty(playing, 'paused', { get: () => false });
    const link = page.createLink('song');
    silent.append(link);
    document.body.append(silent, playing);
    page.start();
    await page.platform.advance();
    expect(page.relay.callsStartingWith('payment')).to.eql([]);
    playing.append(link);
    await page.platform.advance(10);
    expect(page.relay.callsStartingWith('payment')).to.have.length(1);
    silent.remove();
    playing.remove();
  });
});

describe('disconnect()', () => {
  let page: AgentFixture;
  beforeEach(() => (page = new AgentFixture()));
  afterEach(() => page.stop());

  it('ends payments immediately, even if the provider cannot be reached', async () => {
    page.addLink('alice');
    page.start();
    await page.platform.advance();
    expect(page.relay.callsStartingWith('payment')).to.have.length(1);
    page.relay.onDisconnect = rejectWith('provider-unreachable');
    page.monetization.disconnect();
    await page.platform.advance(60_000);
    expect(page.relay.callsStartingWith('payment')).to.have.length(1);
    expect(page.state).to.include({ status: 'paused', pausedBy: 'visitor' });
  });
});

describe('a provider whose connect page is elsewhere, or a script', () => {
  for (const connectPage of ['javascript:alert(1)', 'https://provider.example.evil.example/connect', 7]) {
    it(`is rejected: ${connectPage}`, async () => {
      const { processDescriptionResponse } = await import('../../../../src/page/relay-client/messages.js');
      const body = { relay: 1, sandbox: true, connectPage, limits: { sessions: 20 } };
      const answer = new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } });
      let code = '';
      await processDescriptionResponse(answer, 'https://provider.example').catch(
        (cause: { code: string }) => (code = cause.code),
      );
      expect(code).to.equal('provider-response-invalid');
    });
  }
});
