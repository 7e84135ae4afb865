import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { NO_AGENT } from './agents.js';
import { findUnexpected, readExpectations } from './expectations.js';
import { findPages, type SuitePage } from './pages.js';
import { type SuitePageResult, runSuite } from './run-suite.js';
import { startSuiteSandbox } from './sandbox.js';
import { countResults } from './table.js';

/** The pages mostly wait, so many can run at once. */
const PARALLEL = { parallel: 8 };
const SHELL = { ...PARALLEL, browser: 'chromium-shell' } as const;

const sandbox = await startSuiteSandbox();
after(() => sandbox.close());
const { agent, wallets } = sandbox;

test('our agent passes the conformance suite, except for the subtests in expected.json', async () => {
  const pages = findPages(undefined);
  const isAboutTabs = ({ section }: SuitePage) => section === 'page-life';
  const [inTabs, elsewhere] = await Promise.all([
    runSuite({ agent, wallets, pages: pages.filter(isAboutTabs), ...PARALLEL }),
    runSuite({ agent, wallets, pages: pages.filter((page) => !isAboutTabs(page)), ...SHELL }),
  ]);
  const together = [...inTabs, ...elsewhere];
  // Parallel pages delay each other on a small machine, so unexpected results are repeated one by one.
  const unexpected = findUnexpected(together, readExpectations(), 'chromium').join('\n');
  const late = pages.filter(({ path }) => unexpected.includes(path));
  if (late.length > 0) console.log(`Repeated one by one:\n${unexpected}`);
  const alone = late.length > 0 ? await runSuite({ agent, wallets, pages: late, parallel: 1 }) : [];
  const results = [...together.filter(({ path }) => !late.some((page) => page.path === path)), ...alone];
  assert.deepEqual(findUnexpected(results, readExpectations(), 'chromium'), []);
  assert.ok(countResults(results).passed > 400);
});

test('without an agent almost no subtest passes, so the suite can fail', async () => {
  const pages = findPages(undefined).filter(({ section }) =>
    ['interfaces', 'event-constructor'].includes(section),
  );
  const results = await runSuite({ agent: NO_AGENT, wallets, pages, ...SHELL });
  assert.deepEqual(detections(results), ['FAIL', 'FAIL', 'FAIL', 'FAIL']);
  const { passed, failed } = countResults(results);
  assert.ok(failed > 20 * passed, `${passed} passed, ${failed} failed`);
});

test('every page has a title and links to its part of the specification', () => {
  const pages = findPages(undefined);
  assert.ok(pages.length > 20);
  for (const { path, title, help } of pages) {
    assert.match(title, /^\w.{10,}\w$/, path);
    assert.match(help, /^https:\/\/webmonetization\.org\//, path);
  }
});

function detections(results: readonly SuitePageResult[]): string[] {
  const page = results.find(({ path }) => path === 'interfaces/detection.html');
  return (page?.subtests ?? [])
    .filter(({ name }) => name.startsWith('The first script after the agent'))
    .map(({ status }) => status);
}
