import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import { after, test } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { createEgress } from '../../../src/provider/egress/egress.js';
import { EgressError } from '../../../src/provider/egress/egress-error.js';
import { type EgressOptions, egressOptions } from '../../../src/provider/egress/egress-options.js';

const MEBIBYTE = 1024 * 1024;

test('an honest answer arrives, compressed or not', async () => {
  const body = JSON.stringify({ a: 'é' });
  for (const [encoding, bytes] of [
    [undefined, Buffer.from(body)],
    ['gzip', gzipSync(body)],
    ['br', brotliCompressSync(body)],
  ] as const) {
    const { send } = await host((_, response) => {
      if (encoding) response.setHeader('content-encoding', encoding);
      response.setHeader('content-type', 'application/json').end(bytes);
    });
    assert.deepEqual(JSON.parse((await send()).text), { a: 'é' });
  }
});

test('a body that is too large is cut off: said to be so, or without end', async () => {
  let sent = 0;
  const endless: RequestListener = (_, response) => {
    const chunk = Buffer.alloc(16 * 1024, 'a');
    const more = () => {
      while (!response.destroyed && response.write(chunk)) sent += chunk.length;
    };
    response.on('drain', more);
    more();
  };
  const { send } = await host(endless);
  await assert.rejects(send(), isFailure('answer-too-large'));
  assert.ok(sent < 8 * MEBIBYTE, `${sent} bytes were taken`);

  const boasting = await host((_, response) => response.setHeader('content-length', 2 ** 40).write('a'));
  await assert.rejects(boasting.send(), isFailure('answer-too-large'));
  const exact = await host((_, response) => response.end('a'.repeat(64 * 1024)));
  assert.equal((await exact.send()).text.length, 64 * 1024);
  const over = await host((_, response) => response.end('a'.repeat(64 * 1024 + 1)));
  await assert.rejects(over.send(), isFailure('answer-too-large'));
});

test('a decompression bomb goes off in nobody’s memory: ten megabytes for ten gigabytes, and 60 kB for 60 MB', async () => {
  // Members of a gzip file may stand one behind the other.
  const member = gzipSync(Buffer.alloc(10 * MEBIBYTE), { level: 9 });
  const bombs = [
    Buffer.concat(Array.from({ length: 1_000 }, () => member)),
    gzipSync(Buffer.alloc(60 * MEBIBYTE), { level: 9 }),
  ];
  assert.ok((bombs[1]?.length ?? 0) < 64 * 1024);
  for (const bomb of bombs) {
    const { send } = await host((_, response) => response.setHeader('content-encoding', 'gzip').end(bomb));
    await assert.rejects(send(), isFailure('answer-too-large'));
    // The collector of garbage may come late; memory that bombs keep grows each time.
    const grown: number[] = [];
    while (grown.length < 5 && !grown.some((mebibytes) => mebibytes <= 5)) {
      const before = process.memoryUsage.rss();
      for (let i = 0; i < 20; i += 1) await assert.rejects(send(), isFailure('answer-too-large'));
      grown.push((process.memoryUsage.rss() - before) / MEBIBYTE);
    }
    assert.ok(
      grown.some((mebibytes) => mebibytes <= 5),
      `${grown.map((mebibytes) => mebibytes.toFixed(1))} MiB`,
    );
  }
  const unknown = await host((_, response) => response.setHeader('content-encoding', 'x-own').end('a'));
  await assert.rejects(unknown.send(), isFailure('answer-not-json'));
  const broken = await host((_, response) => response.setHeader('content-encoding', 'gzip').end('a'));
  await assert.rejects(broken.send(), isFailure('answer-not-json'));
});

test('whoever answers one byte a second, or never, or not all, is given up in time', async () => {
  const timeout = { totalTimeout: 300 };
  const dribbling = await host((_, response) => {
    response.write('a');
    const timer = setInterval(() => response.write('a'), 50);
    response.on('close', () => clearInterval(timer));
  }, timeout);
  await assert.rejects(dribbling.send(), isFailure('timed-out'));
  await assert.rejects((await host(() => undefined, timeout)).send(), isFailure('timed-out'));
  const cut = await host((_, response) => {
    response.setHeader('content-length', 100).write('a');
    setImmediate(() => response.destroy());
  });
  await assert.rejects(cut.send(), isFailure('unreachable'));
});

test('what is signed follows no redirect; a wallet address is found behind two, not three, and never where it may not be', async () => {
  const asked: string[] = [];
  const { send, follow } = await host((request, response) => {
    asked.push(request.url ?? '');
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
  assert.deepEqual(asked, ['/1']);
  assert.equal((await follow('/2')).text, 'there');
  assert.equal((await follow('/relative')).text, 'there');
  await assert.rejects(follow('/3'), isFailure('redirected'));
  for (const path of ['/private', '/query', '/scheme'])
    await assert.rejects(follow(path), isFailure('url-refused'), path);
});

test('a name that changes its mind after the check reaches nobody', async () => {
  let answer = ['127.0.0.1'];
  let lookups = 0;
  const resolve = async () => {
    lookups += 1;
    return answer;
  };
  let connections = 0;
  const { server, send } = await host((_, response) => response.end('here'), { resolve }, 'wallet.localhost');
  server.on('connection', () => (connections += 1));
  assert.equal((await send()).text, 'here');
  // The connection is free again in the turn after its answer.
  await new Promise((done) => setImmediate(done));
  answer = ['10.255.255.1'];
  assert.equal((await send()).text, 'here', 'the connection that was checked is kept');
  assert.deepEqual([lookups, connections], [1, 1]);
  server.closeAllConnections();
  await new Promise((done) => setImmediate(done));
  await assert.rejects(send(), isFailure('address-refused'));
  answer = ['127.0.0.1', '10.255.255.1'];
  await assert.rejects(send(), isFailure('address-refused'));
  assert.equal(connections, 1);
});

test('undici stays away from the fetch of the process', async () => {
  const { url } = await host((_, response) => response.end('here'));
  const request = new Request(url, { method: 'POST', body: '{}', headers: { 'content-length': '2' } });
  assert.equal(await (await fetch(request)).text(), 'here');
});

async function host(answer: RequestListener, changes: Partial<EgressOptions> = {}, name = 'localhost') {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://${name}:${(server.address() as { port: number }).port}`;
  const egress = createEgress({ ...egressOptions(true), ...changes });
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
    follow: (path: string) => egress.follow(request(path)),
  };
}

function isFailure(failure: EgressError['failure']) {
  return (error: unknown) => {
    assert.ok(error instanceof EgressError, String(error));
    assert.equal(error.failure, failure);
    return true;
  };
}
