import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { launchChromium } from '../support/chromium.js';
import { serveStatusPage } from '../support/status-page.js';

/**
 * How each variant of the built `<wm-status>` looks, against pictures that somebody has looked at: places, sizes, lines, colours, what is missing and what
 * sticks out. Text is drawn as blocks (test/support/block-font.ts), so that no machine's fonts matter; letters are not compared.
 * `UPDATE_LOOKS=1 node --import tsx --test test/flow/status-looks.test.ts` takes the pictures anew. Look at them before you commit.
 */
const FOLDER = 'test/flow/status-looks';
/** Of all pixels. Browsers round and smooth edges a little differently from version to version. */
const TOLERATED = 0.0005;

const THEMES: Record<string, { features: Record<string, string>; dir?: 'rtl' }> = {
  light: { features: { 'prefers-color-scheme': 'light' } },
  dark: { features: { 'prefers-color-scheme': 'dark' } },
  forced: { features: { 'prefers-color-scheme': 'light', 'forced-colors': 'active' } },
  rtl: { features: { 'prefers-color-scheme': 'light' }, dir: 'rtl' },
};

const SHEET = `
  <style>
    @font-face { font-family: Blocks; src: url(blocks.ttf); }
    body { display: flex; flex-wrap: wrap; gap: 16px; align-items: start; margin: 16px; font: 16px/1.5 Blocks; }
    wm-status { --wm-status-font: Blocks; }
    wm-status:not([variant=badge]) { flex: 1 1 100%; }
    wm-status:not([variant]) { flex-basis: 288px; }
  </style>
  <script type="module">
    import './wm-status.js';
    await document.fonts.load('16px Blocks');
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('.sandbox { font-family: Blocks !important; }');
    const UNREACHABLE = { code: 'provider-unreachable', message: 'The provider did not answer.', fix: 'Check that it runs, and its URL.' };
    const NEW = { status: 'not-connected', connection: null, sessions: [] };
    const FAILED = { status: 'error', error: UNREACHABLE, connection: null, sessions: [] };
    window.show = async (dir) => {
      document.documentElement.dir = dir;
      const shown = [
        ['panel', {}], ['panel', NEW], ['panel', { ...FAILED, sandbox: false }],
        ['bar', { sandbox: false, sessions: [SESSION] }], ['bar', FAILED],
        ['badge', {}], ['badge', { ...NEW, sandbox: false }], ['badge', { status: 'paused', pausedBy: 'visitor' }],
      ];
      for (const [variant, state] of shown) {
        const [element, agent, clock] = [document.createElement('wm-status'), new Agent(), new Clock()];
        Object.assign(element, { variant, clock, source: agent });
        agent.become(state);
        document.body.append(element);
        await element.updateComplete;
        element.shadowRoot.adoptedStyleSheets.push(sheet);
        element.shadowRoot.querySelector('.card').dir = dir;
        if (agent.agentState.status !== 'streaming' && agent.agentState.status !== 'paused') continue;
        for (const cents of [1, 4, 6, 12]) {
          clock.time += cents * 10_000;
          agent.become({ totals: [{ currency: 'USD', value: '0.' + String(cents).padStart(2, '0') }] });
          await element.updateComplete;
        }
        const details = element.shadowRoot.querySelector('details');
        if (!details) continue;
        const opened = new Promise((resolve) => details.addEventListener('toggle', resolve, { once: true }));
        details.open = true;
        await opened;
        await element.updateComplete;
      }
    };
  </script>
  <body>`;

const site = await serveStatusPage(SHEET);
const browser = await launchChromium();
after(() => browser.close());

for (const [theme, { features, dir }] of Object.entries(THEMES)) {
  for (const width of [320, 1280]) {
    test(`in ${theme}, ${width} pixels wide, all variants look as in ${FOLDER}/${theme}-${width}.png`, async () => {
      const page = await browser.newPage();
      await page.setViewport({ width, height: 600 });
      const session = await page.createCDPSession();
      const media = { ...features, 'prefers-reduced-motion': 'reduce' };
      await session.send('Emulation.setEmulatedMedia', {
        features: Object.entries(media).map(([name, value]) => ({ name, value })),
      });
      await page.goto(site);
      await page.waitForFunction('window.show');
      await page.evaluate(`show('${dir ?? 'ltr'}')`);
      // A picture of a full page is cut where the page goes from right to left.
      await page.setViewport({
        width,
        height: (await page.evaluate('document.documentElement.scrollHeight')) as number,
      });
      const taken = coarsen(PNG.sync.read(Buffer.from(await page.screenshot())));
      await page.close();
      compare(taken, `${theme}-${width}`);
    });
  }
}

function compare(taken: PNG, name: string): void {
  const file = join(FOLDER, `${name}.png`);
  if (process.env['UPDATE_LOOKS']) {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(file, write(taken));
    return;
  }
  assert.ok(existsSync(file), `${file} is missing. UPDATE_LOOKS=1 takes it.`);
  const expected = PNG.sync.read(readFileSync(file));
  const { width, height } = expected;
  const difference = new PNG({ width, height });
  const size = `${taken.width} × ${taken.height} instead of ${width} × ${height}`;
  const sameSize = taken.width === width && taken.height === height;
  const differing = sameSize
    ? pixelmatch(taken.data, expected.data, difference.data, width, height, { threshold: 0.1 })
    : Infinity;
  if (differing <= TOLERATED * width * height) return;
  const folder = join(tmpdir(), 'wm-looks');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.png`), write(taken));
  writeFileSync(join(folder, `${name}-difference.png`), write(difference));
  assert.fail(
    `${sameSize ? `${differing} pixels differ` : size}. Compare ${folder}/${name}.png with ${file}.`,
  );
}

/** Sixteen steps of each colour are enough to tell them apart, and make small files. */
function coarsen(image: PNG): PNG {
  image.data = Buffer.from(image.data.map((value, index) => (index % 4 === 3 ? value : value & 0xf0)));
  return image;
}

/** Without the alpha channel, which says nothing here. */
function write(image: PNG): Buffer {
  return PNG.sync.write(image, { colorType: 2, deflateLevel: 9, deflateStrategy: 0, filterType: 0 });
}
