import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { NO_AGENT } from './agents.js';
import { findUnexpected, readExpectations } from './expectations.js';
import { findPages, type SuitePage } from './pages.js';
import { type PageResult, runSuite } from './run-suite.js';
import { startSuiteSandbox } from './sandbox.js';
import { countResults } from './table.js';

/** Pages mostly wait. */
const PARALLEL = { parallel: 8 };
const SHELL = { ...PARALLEL, browser: 'chromium-shell' } as const;

const sandbox = await startSuiteSandbox();
after(() => sandbox.close());
const { agent, wallets } = sandbox;

test('our agent passes the conformance suite, but for what expected.json names', async () => {
  const pages = findPages(undefined);
  const isAboutTabs = ({ section }: SuitePage) => section === 'page-life';
  const [inTabs, elsewhere] = await Promise.all([
    runSuite({ agent, wallets, pages: pages.filter(isAboutTabs), ...PARALLEL }),
    runSuite({ agent, wallets, pages: pages.filter((page) => !isAboutTabs(page)), ...SHELL }),
  ]);
  const together = [...inTabs, ...elsewhere];
  // Pages beside each other hold each other up on a small machine: what is late there gets one more chance, alone.
  const unexpected = findUnexpected(together, readExpectations(), 'chromium').join('\n');
  const late = pages.filter(({ path }) => unexpected.includes(path));
  if (late.length > 0) console.log(`Once more, alone:\n${unexpected}`);
  const alone = late.length > 0 ? await runSuite({ agent, wallets, pages: late, parallel: 1 }) : [];
  const results = [...together.filter(({ path }) => !late.some((page) => page.path === path)), ...alone];
  assert.deepEqual(findUnexpected(results, readExpectations(), 'chromium'), []);
  assert.ok(countResults(results).passed > 400);
});

test('without an agent hardly a subtest passes, so the suite can fail', async () => {
  const pages = findPages(undefined).filter(({ section }) =>
    ['interfaces', 'event-constructor'].includes(section),
  );
  const results = await runSuite({ agent: NO_AGENT, wallets, pages, ...SHELL });
  assert.deepEqual(detections(results), ['FAIL', 'FAIL', 'FAIL', 'FAIL']);
  const { passed, failed } = countResults(results);
  assert.ok(failed > 20 * passed, `${passed} passed, ${failed} failed`);
});

test('every page has a title and names the part of the specification that it checks', () => {
  const pages = findPages(undefined);
  assert.ok(pages.length > 20);
  for (const { path, title, help } of pages) {
    assert.match(title, /^\w.{10,}\w$/, path);
    assert.match(help, /^https:\/\/webmonetization\.org\//, path);
  }
});

function detections(results: readonly PageResult[]): string[] {
  const page = results.find(({ path }) => path === 'interfaces/detection.html');
  return (page?.subtests ?? [])
    .filter(({ name }) => name.startsWith('The first script after the agent'))
    .map(({ status }) => status);
}
