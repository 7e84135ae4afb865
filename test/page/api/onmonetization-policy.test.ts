import { expect } from '@open-wc/testing';

/** What a page with a policy recorded. */
interface Framed extends Window {
  executed: string[];
  violations: string[];
  errors: string[];
}

const APPLY = new URL('../../../src/page/api/apply.ts', import.meta.url).href;

const ONCLICK = "executed.push('onclick')";
const ONMONETIZATION = "executed.push('onmonetization')";

describe('the onmonetization content attribute under a page’s policies', () => {
  let frame: HTMLIFrameElement;
  afterEach(() => frame.remove());

  const open = async (policy: string, onmonetization = ONMONETIZATION, script = ''): Promise<Framed> => {
    frame = document.createElement('iframe');
    frame.srcdoc = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}">
      <script nonce="n">
        const [executed, violations, errors] = [[], [], []];
        Object.assign(window, { executed, violations, errors });
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

  /** Violations are reported in separate tasks. */
  const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
  const settled = async (): Promise<void> => {
    for (let task = 0; task < 3; task++) await nextTask();
  };

  const scripts = `${location.origin} 'nonce-n'`;

  it('runs where inline handlers may run, without unsafe-eval', async () => {
    const page = await open(`script-src ${scripts}; script-src-attr 'unsafe-inline'`);
    await fire(page, 'click');
    await fire(page, 'monetization');
    expect(page.executed).to.eql(['onclick', 'onmonetization']);
    expect(page.violations).to.eql([]);
  });

  it('does not run where onclick does not run, and reports one violation', async () => {
    const page = await open(`script-src ${scripts}`);
    await fire(page, 'click');
    const before = page.violations.length;
    await fire(page, 'monetization');
    await fire(page, 'monetization');
    expect(page.executed).to.eql([]);
    expect(before).to.be.at.least(1);
    expect(page.violations).to.eql(Array(before + 1).fill('script-src-attr'));
    expect(page.errors).to.eql([]);
  });

  it('runs when the policy contains its hash', async () => {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(ONMONETIZATION));
    const hash = btoa(String.fromCharCode(...new Uint8Array(digest)));
    const page = await open(`script-src ${scripts} 'unsafe-hashes' 'sha256-${hash}'`);
    await fire(page, 'monetization');
    expect(page.executed).to.eql(['onmonetization']);
  });

  it('does not run where Trusted Types forbid inline scripts, without an exception in the page', async () => {
    const page = await open(`require-trusted-types-for 'script'`);
    await fire(page, 'monetization');
    await fire(page, 'monetization');
    expect(page.executed).to.eql([]);
    expect(page.errors).to.eql([]);
    // Like setting an onclick attribute from a script.
    expect(page.violations).to.eql(['require-trusted-types-for']);
  });

  it('runs when the page’s default policy creates the script, even if it reads the handler', async () => {
    const createScript = `(text) => { executed.push('policy'); void document.querySelector('[onmonetization]').onmonetization; return text; }`;
    const policy = `trustedTypes.createPolicy('default', { createScript: ${createScript} })`;
    const page = await open(`require-trusted-types-for 'script'`, ONMONETIZATION, policy);
    await fire(page, 'monetization');
    await fire(page, 'monetization');
    expect(page.executed).to.eql(['policy', 'onmonetization', 'onmonetization']);
    expect([page.violations, page.errors]).to.eql([[], []]);
  });

  it('is reported once if it is not a valid script, and becomes null', async () => {
    const page = await open('', 'not a script');
    await fire(page, 'monetization');
    await fire(page, 'monetization');
    expect(page.document.querySelectorAll('p')[1]?.onmonetization).to.equal(null);
    expect(page.errors).to.have.length(1);
    expect(page.errors[0]).to.contain('SyntaxError');
  });
});
