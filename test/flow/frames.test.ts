import assert from 'node:assert/strict';
import { after, test as nodeTest } from 'node:test';
import type { Browser, Frame, Page } from 'puppeteer-core';
import type {} from '../../src/page/agent/state/state.js';
import type {} from '../../src/page/api/globals.js';
import { openSandbox } from '../support/open-sandbox.js';
import { launchBrowsersForSites, openTestSites } from '../support/browsers/test-sites.js';
import { waitFor } from '../support/wait-for.js';

/** A page that requests permission from its parent long enough to detect that there is no response. */
const TIMEOUT_MS = 15_000;

// Closed first: the servers wait for the browser's connections.
const browsers = await launchBrowsersForSites();
after(() => Promise.all(browsers.map(({ browser }) => browser.close())));
/** A cent every half second: like the demo, with shorter waits. */
const ALLOWANCE = { ratePerHour: '72.00', budget: '1000.00', period: 'P1M' };
const sandbox = await openSandbox({ provider: { allowance: ALLOWANCE, minPaymentDelay: 500 } });
const { script, provider, testWalletAddresses } = sandbox.directory;
const agent = `<!doctype html><title>A page</title><script src="${script}" data-provider="${provider}"></script>`;
const monetized = `${agent}<link rel="monetization" href="${testWalletAddresses['ok']}">`;
const plain = '<!doctype html><title>A page without the script</title>';

const sites = await openTestSites();

/** Attributes of a cross-origin frame, and the outcome of its link. */
const ATTRIBUTES: [string, string][] = [
  ['', 'monetization-not-allowed'],
  ['allow="monetization"', 'paid'],
  ['allow="fullscreen; monetization"', 'paid'],
  ['allow="monetization *"', 'paid'],
  ['allow="monetization;"', 'paid'],
  ['allow="monetization \'src\'"', 'paid'],
  ['allow="monetization \'self\'"', 'monetization-not-allowed'],
  ['allow="monetization \'none\'"', 'monetization-not-allowed'],
  ['allow="monetization https://elsewhere.example"', 'monetization-not-allowed'],
];

for (const { name, browser } of browsers) runIn(name, browser);

function runIn(name: string, browser: Browser): void {
  const test = (title: string, steps: () => Promise<void>) => void nodeTest(`${title} (${name})`, steps);
  const open = async (url: string): Promise<Page> => {
    const page = await browser.newPage();
    await page.goto(url);
    return page;
  };

  for (const [attributes, expected] of ATTRIBUTES) {
    test(`a frame of another site with ${attributes || 'no allow'}: ${expected}`, async () => {
      const child = sites.page('child', monetized);
      const page = await open(sites.page('top', `${agent}${frame(child, attributes)}`));
      assert.equal(await outcomeIn(page, child), expected);
      await page.close();
    });
  }

  test('a frame of the same origin is paid without allow, even if the embedding page has no script', async () => {
    for (const around of [agent, plain]) {
      const child = sites.page('top', monetized);
      const page = await open(sites.page('top', `${around}${frame(child)}`));
      assert.equal(await outcomeIn(page, child), 'paid');
      await page.close();
    }
  });

  test('frames that are inserted later in a wrapper, or in a shadow tree, are paid', async () => {
    for (const parent of ['wrapper', "wrapper.attachShadow({ mode: 'open' })"]) {
      const child = sites.page('child', monetized);
      const insert = `<script>onload = () => {
      const wrapper = document.createElement('div');
      document.body.append(wrapper);
      const inner = ${parent}.appendChild(document.createElement('section'));
      inner.innerHTML = '${frame(child, 'allow="monetization"')}';
    }</script>`;
      const page = await open(sites.page('top', `${agent}<body>${insert}`));
      assert.equal(await outcomeIn(page, child), 'paid', parent);
      await page.close();
    }
  });

  test('nested frames are paid if each level is allowed', async () => {
    const deepest = sites.page('deep', monetized);
    const middle = sites.page('child', `${agent}${frame(deepest, 'allow="monetization"')}`);
    const outer = sites.page('top', `${agent}${frame(middle, 'allow="monetization"')}`);
    const around = sites.page('around', `${agent}${frame(outer, 'allow="monetization"')}`);
    for (const url of [outer, around]) {
      const page = await open(url);
      assert.equal(await outcomeIn(page, deepest), 'paid');
      await page.close();
    }
  });

  test('a frame cannot delegate a permission that it does not have', async () => {
    const deepest = sites.page('deep', monetized);
    const middle = sites.page('child', `${agent}${frame(deepest, 'allow="monetization *"')}`);
    const page = await open(sites.page('top', `${agent}${frame(middle)}`));
    assert.equal(await outcomeIn(page, deepest), 'monetization-not-allowed');
    await page.close();
  });

  test('a frame of the top page’s own origin is not paid inside a page that may not use monetization', async () => {
    const deepest = sites.page('top', monetized);
    const middle = sites.page('child', `${agent}${frame(deepest, 'allow="monetization"')}`);
    const page = await open(sites.page('top', `${agent}${frame(middle)}`));
    assert.equal(await outcomeIn(page, deepest), 'monetization-not-allowed');
    await page.close();
  });

  test('a frame keeps its result when allow changes, until it is reloaded', async () => {
    const child = sites.page('child', monetized);
    const page = await open(sites.page('top', `${agent}${frame(child, 'allow="monetization"')}`));
    assert.equal(await outcomeIn(page, child), 'paid');
    await setAllow(page, "monetization 'none'");
    await addLink(await frameAt(page, child), 'alias');
    assert.equal(await outcomeIn(page, child, 1), 'paid', 'a link added after the change');

    await reload(await frameAt(page, child));
    assert.equal(await outcomeIn(page, child), 'monetization-not-allowed');
    await setAllow(page, 'monetization');
    await addLink(await frameAt(page, child), 'alias');
    assert.equal(
      await outcomeIn(page, child, 1),
      'monetization-not-allowed',
      'a link added after the change',
    );

    await reload(await frameAt(page, child));
    assert.equal(await outcomeIn(page, child), 'paid');
    await page.close();
  });

  test('a frame in a page without the script is not paid and reports that, until the script is added', async () => {
    const child = sites.page('child', monetized);
    const page = await browser.newPage();
    const lines: string[] = [];
    page.on('console', (message) => lines.push(message.text()));
    await page.goto(sites.page('top', `${plain}${frame(child, 'allow="monetization"')}`));
    assert.equal(await outcomeIn(page, child), 'monetization-not-allowed');
    const said = lines.filter((line) => line.includes('monetization-not-allowed'));
    assert.equal(said.length, 1);
    assert.match(said[0] ?? '', /load this script in the parent page too/);

    await page.evaluate(
      (src, dataProvider) => {
        const element = Object.assign(document.createElement('script'), { src });
        element.setAttribute('data-provider', dataProvider);
        document.head.append(element);
      },
      script,
      provider,
    );
    const late = await frameAt(page, child);
    await late.waitForFunction('document.monetization.agentState.totals.length > 0', { timeout: TIMEOUT_MS });
    await page.close();
  });

  test('siblings, inner frames and the embedding page cannot forge a response outside the port', async () => {
    const forge = `setInterval(() => {
    const answers = [true, { wm: 'allowed-to-use', allowed: true }, { wm: 'allowed', id: 'x' }];
    const frames = [...Array(top[0].length).keys()].map((index) => top[0][index]).concat(top[0], top[1]);
    for (const target of frames) for (const answer of answers) target.postMessage(answer, '*');
  }, 50)`;
    const forger = `${plain}<script>${forge}</script>`;
    const inside = sites.page('evil', forger);
    const child = sites.page('child', `${monetized}${frame(inside)}`);
    const sibling = sites.page('evil', forger);
    const page = await open(
      sites.page('top', `${plain}${frame(child)}${frame(sibling)}<script>${forge}</script>`),
    );
    assert.equal(await outcomeIn(page, child), 'monetization-not-allowed');
    await page.close();
  });

  test('an invalid response through the port is ignored', async () => {
    const child = sites.page('child', monetized);
    const nonsense = `<script>onmessage = ({ ports: [port] }) => {
    for (const answer of ['true', 1, { allowed: true }, [true], null]) port.postMessage(answer);
  }</script>`;
    const page = await open(sites.page('top', `${plain}${nonsense}${frame(child)}`));
    assert.equal(await outcomeIn(page, child), 'monetization-not-allowed');
    await page.close();
  });

  test('a frame does not receive the response for another one', async () => {
    const denied = sites.page('denied', `${plain}${policyRequestScript('parent')}`);
    const deep = sites.page('child', `${plain}${policyRequestScript('top')}`);
    const allowed = sites.page(
      'child',
      `${plain}${policyRequestScript('parent')}${frame(deep, 'allow="monetization *"')}`,
    );
    const page = await open(
      sites.page('top', `${agent}${frame(allowed, 'allow="monetization"')}${frame(denied)}`),
    );
    assert.deepEqual(await answersOf(allowed), ['true']);
    assert.deepEqual(await answersOf(denied), ['false']);
    assert.ok(sites.requests.includes(`GET ${new URL(deep).pathname}`));
    assert.deepEqual(answersUntilNow(deep), [], 'only the embedding page responds');
    await page.close();
  });

  test('a page with an opaque origin is allowed only by allow="monetization *"', async () => {
    const asks = `${plain}${policyRequestScript('parent')}`;
    const urls = [sites.page('child', asks), sites.page('child', asks)] as const;
    const sandboxed = 'sandbox="allow-scripts"';
    const page = await open(
      sites.page(
        'top',
        `${agent}${frame(urls[0], `${sandboxed} allow="monetization"`)}${frame(urls[1], `${sandboxed} allow="monetization *"`)}`,
      ),
    );
    assert.deepEqual(await answersOf(urls[0]), ['false']);
    assert.deepEqual(await answersOf(urls[1]), ['true']);
    await page.close();
  });
}

/**
 * A script that requests permission like the agent until there is a response, and reports each response to
 * the site's server, because Puppeteer hangs in some frames that move to a separate process.
 */
function policyRequestScript(whom: 'parent' | 'top'): string {
  return `<script>
    const asks = setInterval(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => {
        clearInterval(asks);
        new Image().src = '/answers' + location.pathname + '/' + data;
      };
      ${whom}.postMessage({ wm: 'allowed-to-use', id: 'same' }, '*', [port2]);
    }, 100);
  </script>`;
}

/** The responses that the script of {@link policyRequestScript} received; each is returned once. */
async function answersOf(url: string): Promise<string[]> {
  await waitFor(() => answersUntilNow(url).length > 0, `a response to ${url}`, { timeoutMs: TIMEOUT_MS });
  return answersUntilNow(url);
}

function answersUntilNow(url: string): string[] {
  const start = `GET /answers${new URL(url).pathname}/`;
  return [
    ...new Set(sites.requests.filter((line) => line.startsWith(start)).map((l) => l.slice(start.length))),
  ];
}

function frame(src: string, attributes = ''): string {
  return `<iframe src="${src}" ${attributes}></iframe>`;
}

function frameAt(page: Page, url: string): Promise<Frame> {
  return page.waitForFrame((candidate) => candidate.url() === url, { timeout: TIMEOUT_MS });
}

/** `paid` if this link of the frame has a session with payments, otherwise its error code. */
async function outcomeIn(page: Page, url: string, index = 0): Promise<string> {
  const settled = await (
    await frameAt(page, url)
  ).waitForFunction(
    (link) => {
      const { sessions = [], totals = [] } = document.monetization?.agentState ?? {};
      const { error, status } = sessions[link] ?? {};
      return error?.code ?? (status === 'active' && totals.length > 0 && 'paid');
    },
    { timeout: TIMEOUT_MS },
    index,
  );
  return settled.jsonValue() as Promise<string>;
}

async function setAllow(page: Page, allow: string): Promise<void> {
  await page.$eval('iframe', (element, value) => element.setAttribute('allow', value), allow);
}

async function reload(child: Frame): Promise<void> {
  await Promise.all([child.waitForNavigation(), child.evaluate('location.reload()')]);
}

async function addLink(child: Frame, name: string): Promise<void> {
  await child.evaluate((href) => {
    document.head.append(Object.assign(document.createElement('link'), { rel: 'monetization', href }));
  }, testWalletAddresses[name] as string);
}
