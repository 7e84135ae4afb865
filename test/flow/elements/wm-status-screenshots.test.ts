import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { launchChromium } from '../../support/browsers/chromium.js';
import { serveStatusPage } from '../../support/browsers/status-page.js';

/**
 * Compares each variant of the built `<wm-status>` with reviewed screenshots: positions, sizes, lines,
 * colours, missing and overflowing parts. Text is drawn as blocks (test/support/browsers/block-font.ts), so
 * that the fonts of a machine do not matter; letters are not compared. `UPDATE_SCREENSHOTS=1 node --import
 * tsx --test test/flow/elements/wm-status-screenshots.test.ts` takes new screenshots. Review them before you
 * commit.
 */
const SCREENSHOT_FOLDER = 'test/flow/elements/wm-status-screenshots';
/** Share of all pixels. Rounding and antialiasing differ slightly between browser versions. */
const MAX_DIFFERENCE = 0.0005;

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
    test(`in ${theme}, ${width} pixels wide, all variants match ${SCREENSHOT_FOLDER}/${theme}-${width}.png`, async () => {
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
      // A full-page screenshot would be clipped on a right-to-left page.
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
  const file = join(SCREENSHOT_FOLDER, `${name}.png`);
  if (process.env['UPDATE_SCREENSHOTS']) {
    mkdirSync(SCREENSHOT_FOLDER, { recursive: true });
    writeFileSync(file, write(taken));
    return;
  }
  assert.ok(existsSync(file), `${file} is missing. UPDATE_SCREENSHOTS=1 takes it.`);
  const expected = PNG.sync.read(readFileSync(file));
  const { width, height } = expected;
  const difference = new PNG({ width, height });
  const size = `${taken.width} × ${taken.height} instead of ${width} × ${height}`;
  const sameSize = taken.width === width && taken.height === height;
  const differing = sameSize
    ? pixelmatch(taken.data, expected.data, difference.data, width, height, { threshold: 0.1 })
    : Infinity;
  if (differing <= MAX_DIFFERENCE * width * height) return;
  const folder = join('.cache', 'screenshots');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.png`), write(taken));
  writeFileSync(join(folder, `${name}-difference.png`), write(difference));
  assert.fail(
    `${sameSize ? `${differing} pixels differ` : size}. Compare ${folder}/${name}.png with ${file}.`,
  );
}

/** Sixteen steps per colour are enough to distinguish them, and keep the files small. */
function coarsen(image: PNG): PNG {
  image.data = Buffer.from(image.data.map((value, index) => (index % 4 === 3 ? value : value & 0xf0)));
  return image;
}

/** Removes the alpha channel, which has no information here. */
function write(image: PNG): Buffer {
  return PNG.sync.write(image, { colorType: 2, deflateLevel: 9, deflateStrategy: 0, filterType: 0 });
}
