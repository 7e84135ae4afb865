import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launchEngines } from '../support/engines.js';
import { openSandbox } from '../support/sandbox.js';
import { openSites } from '../support/sites.js';
import { serveRedirectingSite } from '../support/redirectors.js';

// The first to be closed.
const engines = await launchEngines();
const sandbox = await openSandbox();
const sites = await openSites();
const { script, provider } = sandbox.directory;
const agent = `<!doctype html><title>A page</title><script src="${script}" data-provider="${provider}"></script>`;

const ALLOW = 'allow="monetization"';
const ALLOW_ANYBODY = 'allow="monetization *"';
const SANDBOXED = 'sandbox="allow-scripts"';
const WITH_ORIGIN = 'sandbox="allow-scripts allow-same-origin"';

/** Attributes of frames in frames, each of another site, from the outermost on, and whether the innermost may be paid. */
const CHAINS: [frames: string[], allowed: boolean, why: string][] = [
  [[ALLOW, ALLOW, ALLOW], true, 'each one is allowed'],
  [['', ALLOW_ANYBODY], false, 'the one around is not allowed'],
  [[ALLOW, '', ALLOW_ANYBODY], false, 'one in the middle is not allowed'],
  [[SANDBOXED], false, 'a sandboxed frame without allow'],
  [[`${SANDBOXED} ${ALLOW}`], false, 'a sandboxed frame has no origin that could be named'],
  [[`${SANDBOXED} ${ALLOW}`, ALLOW_ANYBODY], false, 'nor has it anything to give'],
  [[`${SANDBOXED} ${ALLOW_ANYBODY}`, ALLOW], false, 'what is in it has no origin either'],
  [[`${WITH_ORIGIN} ${ALLOW}`], true, 'a sandbox that keeps the origin'],
  [[`${WITH_ORIGIN} ${ALLOW}`, `${WITH_ORIGIN} ${ALLOW}`], true, 'one in another'],
  [[WITH_ORIGIN, ALLOW_ANYBODY], false, 'one that is not allowed'],
];

for (const { name, newTab } of engines) {
  for (const [frames, allowed, why] of CHAINS) {
    test(`${frames.map((one) => `<iframe ${one}>`).join(' ')}: ${why} (${name})`, async () => {
      const asks = sites.page('innermost', asking());
      const outermost = frames.reduceRight(
        (inner, attributes, index) =>
          sites.page(`level-${index}`, `${agent}<iframe src="${inner}" ${attributes}></iframe>`),
        asks,
      );
      await (await newTab()).goTo(outermost);
      assert.equal(await answerTo(asks), String(allowed));
    });
  }

  test(`a frame that a redirect or a link leads to another site is not the one that was allowed (${name})`, async () => {
    const asks = sites.page('evil', asking());
    const shop = await serveRedirectingSite('shop', '');
    for (const by of ['302', 'meta', 'script']) {
      const around = sites.page('top', `${agent}<iframe src="${shop.redirect(by, asks)}" ${ALLOW}></iframe>`);
      await (await newTab()).goTo(around);
      assert.equal(await answerTo(asks), 'false', by);
    }
  });

  test(`a document without a URL of its own gets no more than the frame that wrote it (${name})`, async () => {
    const asks = sites.page('innermost', asking());
    const inner = `${agent}<iframe src=${asks} allow='monetization *'></iframe>`.replaceAll('"', '&quot;');
    const evil = sites.page('evil', `${agent}<iframe srcdoc="${inner}" ${ALLOW_ANYBODY}></iframe>`);
    await (await newTab()).goTo(sites.page('top', `${agent}<iframe src="${evil}"></iframe>`));
    assert.equal(await answerTo(asks), 'false');
  });
}

/** A page that asks the one around it as the agent does, and tells the site's server the first answer. */
function asking(): string {
  return `<!doctype html><title>A frame</title><script>
    const asks = setInterval(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => {
        clearInterval(asks);
        new Image().src = '/answers' + location.pathname + '/' + data + '/' + Math.random();
      };
      parent.postMessage({ wm: 'allowed-to-use', id: 'mine' }, '*', [port2]);
    }, 100);
  </script>`;
}

/** Used up: the next one is of a new load. */
async function answerTo(url: string): Promise<string> {
  const start = `GET /answers${new URL(url).pathname}/`;
  const end = Date.now() + 15_000;
  while (Date.now() < end) {
    const found = sites.requests.findIndex((line) => line.startsWith(start));
    if (found !== -1)
      return (sites.requests.splice(found, 1)[0] as string).slice(start.length).split('/')[0] as string;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return 'none';
}
