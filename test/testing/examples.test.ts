import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { CHROMIUM_FLAGS, CHROMIUM_SHELL } from '../chromium.mjs';
import { createDemoSite } from '../../src/tools/demo-site/create-demo-site.js';
import type { SandboxDirectory } from '../../src/tools/demo-site/sandbox-directory.js';
import { installPackage } from '../package/install-package.js';

/** Each example as a user copies it, next to the packed package, with the dependencies of this repository. */
const EXAMPLES = 'demo/examples';
const LAUNCH = JSON.stringify({
  executablePath: CHROMIUM_SHELL,
  args: CHROMIUM_FLAGS,
});

/**
 * The start command of each runner, and its configuration for this machine's browser; users have one that the
 * runner finds itself.
 */
interface Runner {
  command: string[];
  config?: string;
  /** A further test that runs along with the example. */
  more?: Record<string, string>;
  passed: RegExp;
}
const RUNNERS: Record<string, Runner> = {
  playwright: {
    command: ['@playwright/test/cli.js', 'test', '--config', 'here.config.js'],
    config: `import config from './playwright.config.js';
      export default { ...config, use: { launchOptions: ${LAUNCH} } };`,
    passed: /3 passed/,
  },
  'web-test-runner': {
    command: ['@web/test-runner/dist/bin.js', '--config', 'here.config.js'],
    config: `import { chromeLauncher } from '@web/test-runner-chrome';
      import config from './web-test-runner.config.js';
      export default { ...config, browsers: [chromeLauncher({ launchOptions: ${LAUNCH} })] };`,
    passed: /2 passed, 0 failed/,
  },
  vitest: {
    command: ['vitest/vitest.mjs', 'run', '--config', 'here.config.js'],
    config: `import { playwright } from '@vitest/browser-playwright';
      import config from './vitest.config.js';
      Object.assign(config.test.browser, { provider: playwright({ launchOptions: ${LAUNCH} }) });
      // The packages are symbolic links.
      export default { ...config, server: { fs: { strict: false } } };`,
    passed: /Tests +2 passed/,
  },
  jsdom: {
    command: ['vitest/vitest.mjs', 'run'],
    more: {
      'fake-timers.test.js': fakeTimers('jsdom', ''),
      'fake-timers-happy-dom.test.js': fakeTimers('happy-dom', ''),
      // Like a setup file, which runs before the testing package is imported.
      'fake-timers-first.test.js': fakeTimers('jsdom', 'vi.useFakeTimers();'),
    },
    passed: /Tests +10 passed/,
  },
};

/**
 * The test's own timers are fake, and the testing package still works.
 * @param first runs before the import
 */
function fakeTimers(environment: string, first: string): string {
  return `// @vitest-environment ${environment}
    import { afterEach, beforeEach, expect, it, vi } from 'vitest';
    ${first}
    const { monetization } = await import('wm-polyfill/testing/page');
    const addLink = () => {
      document.head.innerHTML = '<link rel="monetization" href="https://wallet.example/alice">';
    };
    let restore;
    beforeEach(() => {
      vi.useFakeTimers();
      document.head.innerHTML = '';
      restore = setTimeout;
      monetization.start();
    });
    afterEach(() => {
      monetization.stop();
      vi.useRealTimers();
    });

    it('pays with fake timers and keeps them', async () => {
      const rang = vi.fn();
      setTimeout(rang, 1);
      addLink();
      await monetization.pay('0.10', 'USD');
      await monetization.use({ rate: '0.60' });
      await monetization.clock.advance('1h');
      expect(await monetization.received()).toEqual([{ currency: 'USD', value: '0.70' }]);
      expect(rang).not.toHaveBeenCalled();
      expect(setTimeout).toBe(restore);
      vi.advanceTimersByTime(1);
      expect(rang).toHaveBeenCalledOnce();
    });

    it('waits for a link, and reports a missing one', async () => {
      await expect(monetization.pay('0.10', 'USD', { timeout: 50 })).rejects.toThrow(
        'The page has no monetization link: expected <link rel="monetization" href="…">. Waited 50 ms.',
      );
      const paying = monetization.pay('0.10', 'USD');
      addLink();
      expect((await paying).amountSent.value).toBe('0.10');
    });`;
}

let project: string;

before(async () => {
  project = await mkdtemp(join(tmpdir(), 'wm-examples-'));
  await installPackage(project);
  await cp(EXAMPLES, project, { recursive: true });
  const wanted = Object.keys(RUNNERS).flatMap((name) => Object.keys(manifestOf(name).devDependencies));
  for (const name of new Set(wanted.filter((name) => name !== 'wm-polyfill'))) {
    const link = join(project, 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(process.cwd(), 'node_modules', name), link);
  }
});
after(() => rm(project, { recursive: true, force: true }));

test('every example has a runner here', () => {
  assert.deepEqual(readdirSync(EXAMPLES).sort(), Object.keys(RUNNERS).sort());
});

for (const [name, { command, config, more = {}, passed }] of Object.entries(RUNNERS)) {
  test(`the example for ${name} passes unchanged`, async () => {
    const folder = join(project, name);
    if (config) await writeFile(join(folder, 'here.config.js'), config);
    for (const [file, text] of Object.entries(more)) await writeFile(join(folder, file), text);
    const [script = '', ...words] = command;
    const { code, output } = await runIn(folder, [join(process.cwd(), 'node_modules', script), ...words]);
    assert.equal(code, 0, output);
    assert.match(output, passed);
  });
}

test('the demo site does not serve the examples', async () => {
  const directory = {
    provider: 'http://localhost:1',
    script: 'http://localhost:1/wm.js',
    testWalletAddresses: { ok: 'http://localhost:1/ok' },
  } as unknown as SandboxDirectory;
  const site = await createDemoSite(directory);
  for (const file of ['playwright/article.html', 'jsdom/unlock.js', '../examples/jsdom/package.json'])
    assert.equal((await site.inject(`/examples/${file}`)).statusCode, 404, file);
  assert.equal((await site.inject('/site.css')).statusCode, 200);
  await site.close();
});

function manifestOf(example: string): { devDependencies: Record<string, string> } {
  return JSON.parse(readFileSync(join(EXAMPLES, example, 'package.json'), 'utf8'));
}

function runIn(cwd: string, words: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const env = {
      ...process.env,
      CI: '1',
      NO_COLOR: '1',
      FORCE_COLOR: undefined,
      NODE_OPTIONS: undefined,
      NODE_TEST_CONTEXT: undefined,
    };
    const child = spawn(process.execPath, words, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}
