import { expect } from '@open-wc/testing';

/** What a page with a policy saw. */
interface Framed extends Window {
  heard: string[];
  violations: string[];
  errors: string[];
}

const APPLY = new URL('../../src/page-api/apply.ts', import.meta.url).href;

const ONCLICK = "heard.push('onclick')";
const ONMONETIZATION = "heard.push('onmonetization')";

describe('the onmonetization content attribute under a page’s policies', () => {
  let frame: HTMLIFrameElement;
  afterEach(() => frame.remove());

  const open = async (policy: string, onmonetization = ONMONETIZATION, script = ''): Promise<Framed> => {
    frame = document.createElement('iframe');
    frame.srcdoc = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}">
      <script nonce="n">
        const [heard, violations, errors] = [[], [], []];
        Object.assign(window, { heard, violations, errors });
        onerror = (message) => errors.push(message) > 0;
        document.onsecuritypolicyviolation = (event) => violations.push(event.effectiveDirective);
      </script>
      <script nonce="n">${script}</script>
      <script nonce="n" type="module">import { apply } from '${APPLY}'; apply();</script>
      <p onclick="${ONCLICK}"></p><p onmonetization="${onmonetization}"></p>`;
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
    document.body.append(frame);
    await loaded;
    return frame.contentWindow as unknown as Framed;
  };

  const fire = async (page: Framed, type: string): Promise<void> => {
    for (const element of page.document.querySelectorAll('p')) {
      if (element.hasAttribute(`on${type}`)) element.dispatchEvent(new Event(type, { bubbles: true }));
    }
    await settled();
  };

  /** Violations are told in tasks of their own. */
  const settled = async (): Promise<void> => {
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setTimeout(resolve));
  };

  const scripts = `${location.origin} 'nonce-n'`;

  it('runs where inline handlers may run, without unsafe-eval', async () => {
    const page = await open(`script-src ${scripts}; script-src-attr 'unsafe-inline'`);
    await fire(page, 'click');
    await fire(page, 'monetization');
    expect(page.heard).to.eql(['onclick', 'onmonetization']);
    expect(page.violations).to.eql([]);
  });

  it('does not run where onclick does not run, and breaks the policy once', async () => {
    const page = await open(`script-src ${scripts}`);
    await fire(page, 'click');
    const before = page.violations.length;
    await fire(page, 'monetization');
    await fire(page, 'monetization');
    expect(page.heard).to.eql([]);
    expect(before).to.be.at.least(1);
    expect(page.violations).to.eql(Array(before + 1).fill('script-src-attr'));
    expect(page.errors).to.eql([]);
  });

  it('runs when the policy names its hash', async () => {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(ONMONETIZATION));
    const hash = btoa(String.fromCharCode(...new Uint8Array(digest)));
    const page = await open(`script-src ${scripts} 'unsafe-hashes' 'sha256-${hash}'`);
    await fire(page, 'monetization');
    expect(page.heard).to.eql(['onmonetization']);
  });

  it('does not run where Trusted Types let no text become a script, and throws nothing into the page', async () => {
    const page = await open(`require-trusted-types-for 'script'`);
    await fire(page, 'monetization');
    await fire(page, 'monetization');
    expect(page.heard).to.eql([]);
    expect(page.errors).to.eql([]);
    // As when a script sets an onclick attribute.
    expect(page.violations).to.eql(['require-trusted-types-for']);
  });

  it('runs when the page’s default policy turns it into a script, even one that looks at the handler meanwhile', async () => {
    const createScript = `(text) => { heard.push('policy'); void document.querySelector('[onmonetization]').onmonetization; return text; }`;
    const policy = `trustedTypes.createPolicy('default', { createScript: ${createScript} })`;
    const page = await open(`require-trusted-types-for 'script'`, ONMONETIZATION, policy);
    await fire(page, 'monetization');
    await fire(page, 'monetization');
    expect(page.heard).to.eql(['policy', 'onmonetization', 'onmonetization']);
    expect([page.violations, page.errors]).to.eql([[], []]);
  });

  it('is reported, once, when it is no script, and is null then', async () => {
    const page = await open('', 'not a script');
    await fire(page, 'monetization');
    await fire(page, 'monetization');
    expect(page.document.querySelectorAll('p')[1]?.onmonetization).to.equal(null);
    expect(page.errors).to.have.length(1);
    expect(page.errors[0]).to.contain('SyntaxError');
  });
});
