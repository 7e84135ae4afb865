import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { letTimePass } from '../../support/let-time-pass.js';
import { play, playHonest } from '../../support/paying-page.js';
import { openRelayPage } from '../../support/relay-page.js';
import { openSandbox } from '../../support/sandbox.js';

/** Seconds that the wallet wants, as live ones do. */
const WAIT = 5;
/** What the wallet is asked at its authorization server, and what it answers. */
const asked: string[] = [];
/** Milliseconds that the provider waited. */
const waits: number[] = [];
let beforeGrantIsStored: () => Promise<void> = async () => undefined;

const pass = letTimePass(() => sandbox);
const sandbox = await openSandbox({
  interactionWait: WAIT,
  prepare({ visitor }) {
    visitor.addHook('onRequest', async ({ url }) => {
      if (url === '/auth') await beforeGrantIsStored();
    });
    visitor.addHook('onResponse', async ({ method, url }, { statusCode }) => {
      if (url.startsWith('/auth/continue')) asked.push(`${method} ${statusCode}`);
    });
  },
  provider: {
    async sleep(milliseconds) {
      waits.push(milliseconds);
      await pass(milliseconds);
    },
  },
});

beforeEach(async () => {
  await playHonest(sandbox);
  beforeGrantIsStored = async () => undefined;
  asked.length = waits.length = 0;
});

async function connect(): Promise<string> {
  const page = await openRelayPage(sandbox.directory.provider);
  return (await page.call('POST', '/relay/connections', {})).body.state as string;
}

test('a grant is continued when the wait that the wallet asks for is over, counted from its answer', async () => {
  beforeGrantIsStored = () => pass(3_000);
  assert.equal(await connect(), 'active');
  assert.deepEqual(asked, ['POST 200']);
  assert.ok(Number(waits[0]) > (WAIT - 1) * 1_000 && Number(waits[0]) <= WAIT * 1_000, waits.join());
});

test('a wallet that calls it too fast all the same is asked again, and the visitor is connected', async () => {
  await play(sandbox, 'too-fast', { times: 3 });
  assert.equal(await connect(), 'active');
  assert.deepEqual(asked, ['POST 400', 'POST 400', 'POST 400', 'POST 200']);
  assert.ok(
    waits.slice(1).some((wait) => wait > WAIT * 1_000),
    'once for longer than the wait, for a wallet may count anew from each try',
  );
});

test('one that never stops saying so is told that the consent came to nothing', async () => {
  await play(sandbox, 'too-fast', {});
  assert.notEqual(await connect(), 'active');
  const tries = asked.filter((call) => call === 'POST 400').length;
  const waited = waits.reduce((sum, wait) => sum + wait, 0);
  assert.ok(tries >= 2 && waited < 60_000, `${tries} tries, ${waited} ms`);
  for (let looks = 0; !asked.includes('DELETE 204'); looks += 1) {
    assert.ok(looks < 250, asked.join());
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
});
