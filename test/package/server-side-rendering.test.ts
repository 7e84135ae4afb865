import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';

/** Runs a module in a separate Node.js process with the built package. Resolves with its JSON output. */
async function run(script: string): Promise<unknown> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--eval',
    script,
  ]);
  assert.equal(stderr, '');
  return JSON.parse(stdout);
}

for (const entry of ['wm-polyfill', 'wm-polyfill/fn']) {
  test(`importing ${entry} on a server adds no global, logs nothing, and does not keep the process alive`, async () => {
    const added = await run(`
      const names = () => Reflect.ownKeys(globalThis).map(String);
      const before = new Set(names());
      const members = (object) => Reflect.ownKeys(object).map(String).join();
      const prototypes = members(Event.prototype) + members(EventTarget.prototype);
      await import('${entry}');
      const changed = members(Event.prototype) + members(EventTarget.prototype) !== prototypes;
      console.log(JSON.stringify({ added: names().filter((name) => !before.has(name)), changed }));
    `);
    assert.deepEqual(added, { added: [], changed: false });
  });
}

// On a server Lit replaces customElements with its own.
test('a server can import <wm-status> and <wm-flow>', async () => {
  const tags = await run(`
    import { WmFlow } from 'wm-polyfill/wm-flow/define';
    import { WmStatus } from 'wm-polyfill/wm-status/define';
    console.log(JSON.stringify([customElements.get('wm-status') === WmStatus, customElements.get('wm-flow') === WmFlow]));
  `);
  assert.deepEqual(tags, [true, true]);
});

test('on a server isSupported() and apply() do nothing', async () => {
  const answers = await run(`
    import { apply, isPolyfilled, isSupported } from 'wm-polyfill/fn';
    const undo = apply();
    undo();
    undo();
    console.log(JSON.stringify([isSupported(), isPolyfilled(), 'MonetizationEvent' in globalThis, 'onmonetization' in globalThis]));
  `);
  assert.deepEqual(answers, [false, false, false, false]);
});

test('a server can construct a MonetizationEvent', async () => {
  const event = await run(`
    import { MonetizationEvent } from 'wm-polyfill/fn';
    const amountSent = { currency: 'EUR', value: '1' };
    console.log(JSON.stringify(new MonetizationEvent('monetization', { amountSent, incomingPayment: null, walletAddress: 'https://w.example/a' })));
  `);
  assert.deepEqual(event, {
    amountSent: { currency: 'EUR', value: '1' },
    incomingPayment: null,
    walletAddress: 'https://w.example/a',
    paymentPointer: 'https://w.example/a',
  });
});
