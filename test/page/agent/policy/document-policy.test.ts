import { expect } from '@open-wc/testing';
import {
  openDocumentPolicy,
  type DocumentPolicy,
} from '../../../../src/page/agent/policy/document-policy.js';
import { FakePlatform, flushTasks } from '../support/fake-platform.js';

const ALICE = 'https://wallet.example/alice';

/** Frames of the same origin read `allow` directly from the embedding page, which needs no script. */
describe('frames of the same origin', () => {
  let frames: HTMLIFrameElement[];
  beforeEach(() => (frames = []));
  afterEach(() => frames[0]?.remove());

  /**
   * Nested frames with these `allow` attributes, outermost first. Returns the result of the innermost one.
   */
  async function codeIn(...allow: (string | null)[]): Promise<string | null> {
    let view: Window = window;
    for (const value of allow) {
      const frame = view.document.createElement('iframe');
      if (value !== null) frame.setAttribute('allow', value);
      view.document.body.append(frame);
      frames.push(frame);
      view = frame.contentWindow as Window;
    }
    return (await (await open(view)).check(ALICE))?.code ?? null;
  }

  it('may use monetization without allow, at any depth', async () => {
    expect(await codeIn(null)).to.equal(null);
    expect(await codeIn(null, 'fullscreen', null)).to.equal(null);
  });

  it('may not use monetization below a frame that is denied, whatever they declare', async () => {
    expect(await codeIn("monetization 'none'")).to.equal('monetization-not-allowed');
    expect(await codeIn(null, "monetization 'none'", 'monetization *')).to.equal('monetization-not-allowed');
    expect(await codeIn("monetization 'none'", null, null)).to.equal('monetization-not-allowed');
  });

  it('keep the first result', async () => {
    await codeIn(null);
    const [frame] = frames;
    const policy = await open(frame?.contentWindow as Window);
    expect(await policy.check(ALICE)).to.equal(null);
    frame?.setAttribute('allow', "monetization 'none'");
    expect(await policy.check(ALICE)).to.equal(null);
    expect((await (await open(frame?.contentWindow as Window)).check(ALICE))?.code).to.equal(
      'monetization-not-allowed',
    );
  });

  it('without a response of their own obey the content security policies of the embedding page', async () => {
    await codeIn(null, null);
    const [outer, inner] = frames.map(({ contentWindow }) => contentWindow as Window) as [Window, Window];
    const meta = outer.document.createElement('meta');
    meta.httpEquiv = 'content-security-policy';
    meta.content = "monetization-src 'none'";
    outer.document.head.append(meta);
    expect((await (await open(inner)).check(ALICE))?.code).to.equal('monetization-src');
  });

  function open(view: Window): Promise<DocumentPolicy> {
    return openDocumentPolicy({ platform: new FakePlatform(), policyHeaders: false }, view);
  }
});

describe('policies in the response headers (data-policy="headers")', () => {
  let requests: [string, RequestInit][];
  let frame: HTMLIFrameElement;
  beforeEach(async () => {
    requests = [];
    frame = document.createElement('iframe');
    frame.src = new URL('.', location.href).href;
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
    document.body.append(frame);
    await loaded;
  });
  afterEach(() => frame.remove());

  async function open(...answers: (HeadersInit | number | null)[]): Promise<DocumentPolicy> {
    const ask = async (url: unknown, init: RequestInit = {}): Promise<Response> => {
      requests.push([String(url), init]);
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer === null) throw new TypeError('Failed to fetch');
      return typeof answer === 'number'
        ? new Response(null, { status: answer })
        : new Response(null, { headers: answer ?? {} });
    };
    const view = frame.contentWindow as Window;
    return openDocumentPolicy({ platform: new FakePlatform(), policyHeaders: true }, view, ask);
  }

  async function codeFor(...answers: (HeadersInit | number | null)[]): Promise<string | null> {
    return (await (await open(...answers)).check(ALICE))?.code ?? null;
  }

  it('are requested once, with a HEAD of the document, also after pushState', async () => {
    frame.contentWindow?.history.pushState(null, '', 'elsewhere?x#y');
    const policy = await open({});
    await Promise.all([policy.check(ALICE), policy.check(ALICE)]);
    expect(await policy.check(ALICE)).to.equal(null);
    expect(requests.map(([url, { method }]) => [url, method])).to.eql([[frame.src, 'HEAD']]);
    expect(requests[0]?.[1]).to.include({ mode: 'same-origin', cache: 'force-cache' });
  });

  it('block by Permissions-Policy', async () => {
    expect(await codeFor({ 'permissions-policy': 'monetization=()' })).to.equal('monetization-not-allowed');
    expect(await codeFor({ 'permissions-policy': 'monetization=(self)' })).to.equal(null);
    expect(await codeFor({ 'permissions-policy': 'camera=()' })).to.equal(null);
  });

  it('block by any Content-Security-Policy', async () => {
    expect(await codeFor({ 'content-security-policy': "monetization-src 'none'" })).to.equal(
      'monetization-src',
    );
    const headers = new Headers({ 'content-security-policy': 'monetization-src *' });
    headers.append('content-security-policy', "default-src 'self'");
    expect(await codeFor(headers)).to.equal('monetization-src');
    expect(await codeFor({ 'content-security-policy-report-only': "default-src 'none'" })).to.equal(null);
  });

  it('that cannot be fetched block everything until they can', async () => {
    expect(await codeFor(null)).to.equal('policy-unavailable');
    expect(await codeFor(405)).to.equal('policy-unavailable');
    const policy = await open(500, {});
    const refusal = await policy.check(ALICE);
    expect(refusal?.code).to.equal('policy-unavailable');
    expect(refusal?.retryAfter).to.be.above(0);
    await flushTasks();
    expect(await policy.check(ALICE)).to.equal(null);
  });

  it('do not block a link without an http URL, which is checked elsewhere', async () => {
    const policy = await open({ 'content-security-policy': "default-src 'none'" });
    for (const href of ['', '$wallet.example/alice', 'ftp://wallet.example', 'https://[']) {
      expect(await policy.check(href), href).to.equal(null);
    }
  });

  it('report violations in the words of browsers', async () => {
    const policy = await open({ 'content-security-policy': "default-src 'self'; img-src *" });
    expect((await policy.check(ALICE))?.detail).to.equal(
      `Refused to load the wallet address '${ALICE}' because it violates the following Content Security Policy directive: ` +
        `"default-src 'self'".`,
    );
  });
});
