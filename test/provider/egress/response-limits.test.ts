import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import { after, test } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { createEgress } from '../../../src/provider/egress/egress.js';
import { EgressError } from '../../../src/provider/egress/egress-error.js';
import { type EgressOptions, createEgressOptions } from '../../../src/provider/egress/egress-options.js';

const MEBIBYTE_BYTES = 1024 * 1024;

test('a regular response arrives, compressed or not', async () => {
  const body = JSON.stringify({ a: 'é' });
  for (const [encoding, bytes] of [
    [undefined, Buffer.from(body)],
    ['gzip', gzipSync(body)],
    ['br', brotliCompressSync(body)],
  ] as const) {
    const { send } = await startHost((_, response) => {
      if (encoding) response.setHeader('content-encoding', encoding);
      response.setHeader('content-type', 'application/json').end(bytes);
    });
    assert.deepEqual(JSON.parse((await send()).text), { a: 'é' });
  }
});

test('a body that is too large is aborted, with a length or endless', async () => {
  let sent = 0;
  const endless: RequestListener = (_, response) => {
    const chunk = Buffer.alloc(16 * 1024, 'a');
    const more = () => {
      while (!response.destroyed && response.write(chunk)) sent += chunk.length;
    };
    response.on('drain', more);
    more();
  };
  const { send } = await startHost(endless);
  await assert.rejects(send(), isFailure('response-too-large'));
  assert.ok(sent < 8 * MEBIBYTE_BYTES, `${sent} bytes were read`);

  const boasting = await startHost((_, response) => response.setHeader('content-length', 2 ** 40).write('a'));
  await assert.rejects(boasting.send(), isFailure('response-too-large'));
  const exact = await startHost((_, response) => response.end('a'.repeat(64 * 1024)));
  assert.equal((await exact.send()).text.length, 64 * 1024);
  const over = await startHost((_, response) => response.end('a'.repeat(64 * 1024 + 1)));
  await assert.rejects(over.send(), isFailure('response-too-large'));
});

test('a decompression bomb uses little memory: 10 MB for 10 GB, and 60 kB for 60 MB', async () => {
  // The members of a gzip file can be concatenated.
  const member = gzipSync(Buffer.alloc(10 * MEBIBYTE_BYTES), { level: 9 });
  const bombs = [
    Buffer.concat(Array.from({ length: 1_000 }, () => member)),
    gzipSync(Buffer.alloc(60 * MEBIBYTE_BYTES), { level: 9 }),
  ];
  assert.ok((bombs[1]?.length ?? 0) < 64 * 1024);
  for (const bomb of bombs) {
    const { send } = await startHost((_, response) =>
      response.setHeader('content-encoding', 'gzip').end(bomb),
    );
    await assert.rejects(send(), isFailure('response-too-large'));
    // Garbage collection may be late, but a leak grows with each bomb.
    const grown: number[] = [];
    while (grown.length < 5 && !grown.some((mebibytes) => mebibytes <= 5)) {
      const before = process.memoryUsage.rss();
      for (let i = 0; i < 20; i += 1) await assert.rejects(send(), isFailure('response-too-large'));
      grown.push((process.memoryUsage.rss() - before) / MEBIBYTE_BYTES);
    }
    assert.ok(
      grown.some((mebibytes) => mebibytes <= 5),
      `${grown.map((mebibytes) => mebibytes.toFixed(1))} MiB`,
    );
  }
  const unknown = await startHost((_, response) => response.setHeader('content-encoding', 'x-own').end('a'));
  await assert.rejects(unknown.send(), isFailure('response-not-json'));
  const broken = await startHost((_, response) => response.setHeader('content-encoding', 'gzip').end('a'));
  await assert.rejects(broken.send(), isFailure('response-not-json'));
});

test('a response that is slow, missing or incomplete times out', async () => {
  const timeout = { totalTimeout: 300 };
  const dribbling = await startHost((_, response) => {
    response.write('a');
    const timer = setInterval(() => response.write('a'), 50);
    response.on('close', () => clearInterval(timer));
  }, timeout);
  await assert.rejects(dribbling.send(), isFailure('timed-out'));
  await assert.rejects((await startHost(() => undefined, timeout)).send(), isFailure('timed-out'));
  const cut = await startHost((_, response) => {
    response.setHeader('content-length', 100).write('a');
    setImmediate(() => response.destroy());
  });
  await assert.rejects(cut.send(), isFailure('unreachable'));
});

test('signed requests follow no redirect; a wallet address look-up follows two, none to a forbidden address', async () => {
  const requested: string[] = [];
  const { send, follow } = await startHost((request, response) => {
    requested.push(request.url ?? '');
    const [, steps] = /^\/(\d)$/.exec(request.url ?? '') ?? [];
    if (steps === '0') return response.end('there');
    const elsewhere: Record<string, string> = {
      '/private': 'https://10.0.0.1/',
      '/query': '/0?a=b',
      '/scheme': 'file:///etc/passwd',
      '/relative': '/0',
    };
    return response
      .writeHead(302, { location: elsewhere[request.url ?? ''] ?? `/${Number(steps) - 1}` })
      .end();
  });
  assert.equal((await send('/1')).status, 302);
  assert.deepEqual(requested, ['/1']);
  assert.equal((await follow('/2')).text, 'there');
  assert.equal((await follow('/relative')).text, 'there');
  await assert.rejects(follow('/3'), isFailure('redirected'));
  for (const path of ['/private', '/query', '/scheme'])
    await assert.rejects(follow(path), isFailure('url-refused'), path);
});

test('DNS rebinding after the address check has no effect', async () => {
  let answer = ['127.0.0.1'];
  let lookups = 0;
  const resolve = async () => {
    lookups += 1;
    return answer;
  };
  let connections = 0;
  const { server, send } = await startHost(
    (_, response) => response.end('here'),
    { resolve },
    'wallet.localhost',
  );
  server.on('connection', () => (connections += 1));
  assert.equal((await send()).text, 'here');
  // The connection is free in the event loop turn after its response.
  await new Promise((done) => setImmediate(done));
  answer = ['10.255.255.1'];
  assert.equal((await send()).text, 'here', 'the checked connection is reused');
  assert.deepEqual([lookups, connections], [1, 1]);
  server.closeAllConnections();
  await new Promise((done) => setImmediate(done));
  await assert.rejects(send(), isFailure('address-refused'));
  answer = ['127.0.0.1', '10.255.255.1'];
  await assert.rejects(send(), isFailure('address-refused'));
  assert.equal(connections, 1);
});

test('undici does not change the process’s fetch', async () => {
  const { url } = await startHost((_, response) => response.end('here'));
  const request = new Request(url, { method: 'POST', body: '{}', headers: { 'content-length': '2' } });
  assert.equal(await (await fetch(request)).text(), 'here');
});

async function startHost(answer: RequestListener, changes: Partial<EgressOptions> = {}, name = 'localhost') {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://${name}:${(server.address() as { port: number }).port}`;
  const egress = createEgress({ ...createEgressOptions(true), ...changes });
  after(async () => {
    await egress.close();
    server.closeAllConnections();
    server.close();
  });
  const request = (path: string) => ({ method: 'GET' as const, url: new URL(path, url), headers: {} });
  return {
    url,
    server,
    send: (path = '/') => egress.send(request(path)),
    follow: (path: string) => egress.sendWithRedirects(request(path)),
  };
}

function isFailure(failure: EgressError['failure']) {
  return (error: unknown) => {
    assert.ok(error instanceof EgressError, String(error));
    assert.equal(error.failure, failure);
    return true;
  };
}
