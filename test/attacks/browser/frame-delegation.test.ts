import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launchEngines } from '../../support/browsers/engines.js';
import { openSandbox } from '../../support/open-sandbox.js';
import { openTestSites } from '../../support/browsers/test-sites.js';
import { serveRedirectingSite } from '../../support/browsers/redirecting-site.js';
import { waitFor } from '../../support/wait-for.js';

// Closed first.
const engines = await launchEngines();
const sandbox = await openSandbox();
const sites = await openTestSites();
const { script, provider } = sandbox.directory;
const agent = `<!doctype html><title>A page</title><script src="${script}" data-provider="${provider}"></script>`;

const ALLOW = 'allow="monetization"';
const ALLOW_ALL = 'allow="monetization *"';
const SANDBOXED = 'sandbox="allow-scripts"';
const WITH_ORIGIN = 'sandbox="allow-scripts allow-same-origin"';

/**
 * The attributes of nested frames, outermost first, each of another site, and whether the innermost may be
 * paid.
 */
const CHAINS: [frames: string[], allowed: boolean, why: string][] = [
  [[ALLOW, ALLOW, ALLOW], true, 'every frame is allowed'],
  [['', ALLOW_ALL], false, 'the parent is not allowed'],
  [[ALLOW, '', ALLOW_ALL], false, 'an ancestor is not allowed'],
  [[SANDBOXED], false, 'a sandboxed frame without allow'],
  [[`${SANDBOXED} ${ALLOW}`], false, 'allow does not match an opaque origin'],
  [[`${SANDBOXED} ${ALLOW}`, ALLOW_ALL], false, 'a frame that is not allowed cannot delegate'],
  [[`${SANDBOXED} ${ALLOW_ALL}`, ALLOW], false, 'a frame inside a sandbox has an opaque origin'],
  [[`${WITH_ORIGIN} ${ALLOW}`], true, 'a sandbox with allow-same-origin'],
  [[`${WITH_ORIGIN} ${ALLOW}`, `${WITH_ORIGIN} ${ALLOW}`], true, 'nested sandboxes with allow-same-origin'],
  [[WITH_ORIGIN, ALLOW_ALL], false, 'a sandbox without allow'],
];

for (const { name, newTab } of engines) {
  for (const [frames, allowed, why] of CHAINS) {
    test(`${frames.map((one) => `<iframe ${one}>`).join(' ')}: ${why} (${name})`, async () => {
      const asks = sites.page('innermost', policyRequestScript());
      const outermost = frames.reduceRight(
        (inner, attributes, index) =>
          sites.page(`level-${index}`, `${agent}<iframe src="${inner}" ${attributes}></iframe>`),
        asks,
      );
      await (await newTab()).goTo(outermost);
      assert.equal(await readPolicyResponse(asks), String(allowed));
    });
  }

  test(`a frame that navigates to another site loses its permission (${name})`, async () => {
    const asks = sites.page('evil', policyRequestScript());
    const shop = await serveRedirectingSite('shop', '');
    for (const by of ['302', 'meta', 'script']) {
      const around = sites.page('top', `${agent}<iframe src="${shop.redirect(by, asks)}" ${ALLOW}></iframe>`);
      await (await newTab()).goTo(around);
      assert.equal(await readPolicyResponse(asks), 'false', by);
    }
  });

  test(`an about:srcdoc document gets no more than the frame that created it (${name})`, async () => {
    const asks = sites.page('innermost', policyRequestScript());
    const inner = `${agent}<iframe src=${asks} allow='monetization *'></iframe>`.replaceAll('"', '&quot;');
    const evil = sites.page('evil', `${agent}<iframe srcdoc="${inner}" ${ALLOW_ALL}></iframe>`);
    await (await newTab()).goTo(sites.page('top', `${agent}<iframe src="${evil}"></iframe>`));
    assert.equal(await readPolicyResponse(asks), 'false');
  });
}

/**
 * A page that requests permission from its parent like the agent, and reports the first response to the
 * site's server.
 */
function policyRequestScript(): string {
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

/** Removes the response, so that the next one belongs to a new load. */
async function readPolicyResponse(url: string): Promise<string> {
  const start = `GET /answers${new URL(url).pathname}/`;
  const line = await waitFor(
    () => sites.requests.find((one) => one.startsWith(start)),
    `a response to ${url}`,
  );
  sites.requests.splice(sites.requests.indexOf(line as string), 1);
  return (line as string).slice(start.length).split('/')[0] as string;
}
