import { expect } from '@open-wc/testing';
import type { ErrorCode } from '../../src/protocol/error-codes.js';
import { RelayError } from '../../src/relay/relay-error.js';
import { AgentFixture } from './support/agent-fixture.js';
import { refuse } from './support/relay-double.js';

const HOLDER = 'audio';

describe('a link that waits', () => {
  let page: AgentFixture;
  beforeEach(() => (page = new AgentFixture()));
  afterEach(() => page.stop());

  it('for a wallet to be connected is paid when it is, and not when it was removed meanwhile', async () => {
    page.relay.onConnect = async () => ({ id: 'connection', state: 'new' });
    page.addLink('stays');
    const goes = page.addLink('goes');
    page.start();
    await page.platform.advance();
    goes.remove();
    page.relay.onConnect = async () => ({ id: 'connection', state: 'active' });
    await page.platform.advance(60_000);
    expect(page.relay.made('session')).to.eql(['session stays']);
  });

  it('asks with the connection of the moment in which its media plays', async () => {
    const media = document.createElement(HOLDER);
    let paused = true;
    Object.defineProperty(media, 'paused', { get: () => paused });
    media.append(page.createLink('clip'));
    document.body.append(media);
    page.start();
    await page.platform.advance();
    page.relay.onConnect = async () => ({ id: 'another', state: 'new' });
    page.monetization.disconnect();
    await import('../../src/agent/connect-handshake.js');
    await page.platform.advance();
    paused = false;
    media.dispatchEvent(new Event('play'));
    await page.platform.advance();
    expect(page.relay.made('session'), 'nobody has consented').to.eql([]);
    media.remove();
  });

  for (const code of ['session-limit', 'provider-busy', 'a-newer-failure'] as ErrorCode[]) {
    it(`because the provider answers ${code} is tried again`, async () => {
      const { onSession } = page.relay;
      let asked = 0;
      const status = code === 'session-limit' ? 409 : 503;
      page.relay.onSession = (request) =>
        asked++ ? onSession(request) : Promise.reject(new RelayError(code, { status, detail: 'no room' }));
      page.addLink('alice');
      page.start();
      await page.platform.advance();
      expect(page.state.sessions[0]?.error?.code).to.equal(code);
      await page.platform.advance(5_000);
      expect(asked).to.equal(2);
      expect(page.relay.made('payment').length).to.be.above(0);
    });
  }

  it('moved from media that is silent into media that plays, is paid', async () => {
    const [silent, playing] = [document.createElement(HOLDER), document.createElement(HOLDER)];
    Object.defineProperty(playing, 'paused', { get: () => false });
    const link = page.createLink('song');
    silent.append(link);
    document.body.append(silent, playing);
    page.start();
    await page.platform.advance();
    expect(page.relay.made('payment')).to.eql([]);
    playing.append(link);
    await page.platform.advance(10);
    expect(page.relay.made('payment')).to.have.length(1);
    silent.remove();
    playing.remove();
  });
});

describe('disconnect()', () => {
  let page: AgentFixture;
  beforeEach(() => (page = new AgentFixture()));
  afterEach(() => page.stop());

  it('ends payments at once, although the provider does not hear of it', async () => {
    page.addLink('alice');
    page.start();
    await page.platform.advance();
    expect(page.relay.made('payment')).to.have.length(1);
    page.relay.onDisconnect = refuse('provider-unreachable');
    page.monetization.disconnect();
    await page.platform.advance(60_000);
    expect(page.relay.made('payment')).to.have.length(1);
    expect(page.state).to.include({ status: 'paused', pausedBy: 'visitor' });
  });
});

describe('a provider that names a connect page elsewhere, or a script', () => {
  for (const connectPage of ['javascript:alert(1)', 'https://provider.example.evil.example/connect', 7]) {
    it(`is not believed: ${connectPage}`, async () => {
      const { processDescriptionResponse } = await import('../../src/relay/messages/description.js');
      const body = { relay: 1, sandbox: true, connectPage, limits: { sessions: 20 } };
      const answer = new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } });
      let code = '';
      await processDescriptionResponse(answer, 'https://provider.example').catch(
        (cause: { code: string }) => (code = cause.code),
      );
      expect(code).to.equal('provider-answer-invalid');
    });
  }
});
