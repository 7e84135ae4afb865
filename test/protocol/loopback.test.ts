import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  isLocalUrl,
  isLoopbackAddress,
  isLoopbackHostHeader,
  isLoopbackHostname,
  isTrustworthyHttpUrl,
} from '../../src/protocol/loopback.js';

/** Hosts of http URLs, and whether each question is answered with yes. */
const HOSTS: [host: string, answers: { loopback: boolean; header: boolean; local: boolean }][] = [
  ['localhost', { loopback: true, header: true, local: true }],
  ['LOCALHOST', { loopback: true, header: true, local: true }],
  ['app.localhost', { loopback: true, header: true, local: true }],
  ['a.b.localhost', { loopback: true, header: true, local: true }],
  ['127.0.0.1', { loopback: true, header: true, local: true }],
  ['127.255.255.254', { loopback: true, header: true, local: true }],
  ['[::1]', { loopback: true, header: true, local: true }],
  // The same name for RFC 6761, but a name server may be asked for it.
  ['localhost.', { loopback: true, header: false, local: true }],
  ['app.localhost.', { loopback: true, header: false, local: true }],
  // Never public, but perhaps another machine.
  ['site.test', { loopback: false, header: false, local: true }],
  ['site.test.', { loopback: false, header: false, local: true }],
  ['test', { loopback: false, header: false, local: true }],
  // The URL parser normalizes these. A Host header must be normalized already.
  ['127.1', { loopback: true, header: false, local: true }],
  ['2130706433', { loopback: true, header: false, local: true }],
  ['①②⑦.0.0.1', { loopback: true, header: false, local: true }],
  ['ⓛocalhost', { loopback: true, header: false, local: true }],
  ['[0:0:0:0:0:0:0:1]', { loopback: true, header: false, local: true }],
  // Secure Contexts names ::1 only, not the addresses that are mapped to it.
  ['[::ffff:127.0.0.1]', { loopback: false, header: false, local: false }],
  ['0.0.0.0', { loopback: false, header: false, local: false }],
  ['[::]', { loopback: false, header: false, local: false }],
  ['10.0.0.1', { loopback: false, header: false, local: false }],
  ['169.254.169.254', { loopback: false, header: false, local: false }],
  ['site.example', { loopback: false, header: false, local: false }],
  ['localhost.evil.example', { loopback: false, header: false, local: false }],
  ['127.0.0.1.evil.example', { loopback: false, header: false, local: false }],
  ['notlocalhost', { loopback: false, header: false, local: false }],
  ['site.test.example', { loopback: false, header: false, local: false }],
  ['contest', { loopback: false, header: false, local: false }],
];

for (const [host, { loopback, header, local }] of HOSTS) {
  test(`${host}: ${loopback ? 'loopback' : local ? 'local' : 'remote'}`, () => {
    const url = new URL(`http://${host}:3000/page`);
    assert.equal(isLoopbackHostname(url.hostname), loopback, 'hostname');
    assert.equal(isTrustworthyHttpUrl(url), loopback, 'over http');
    assert.equal(isTrustworthyHttpUrl(new URL(`https://${host}/`)), true, 'over https');
    assert.equal(isLoopbackHostHeader(host), header, 'Host header');
    assert.equal(isLoopbackHostHeader(`${host}:3000`), header, 'Host header with a port');
    for (const text of [url.href, url.origin, `https://${url.hostname}`, `http://${url.hostname}/`])
      assert.equal(isLocalUrl(text), local, text);
  });
}

test('a Host header is nothing but a host and a port', () => {
  for (const host of [
    '',
    ':3000',
    '.localhost',
    'localhost:',
    'localhost:x',
    'evil.example@localhost',
    'evil.example/.localhost',
    'evil.example#.localhost',
    'localhost, evil.example',
    'localhost localhost',
    'localhost\n',
    '[::1',
    '::1',
  ])
    assert.equal(isLoopbackHostHeader(host), false, host);
});

test('files and documents without a URL are local, other schemes and other texts are not', () => {
  for (const url of ['file:///site/index.html', 'about:blank', 'about:srcdoc'])
    assert.equal(isLocalUrl(url), true, url);
  for (const url of [
    ...['', 'simulate', 'localhost', 'data:text/html,localhost', 'ftp://localhost/', 'null'],
    ...['https://evil.example/localhost', 'https://evil.example/?http://localhost/', 'xhttp://localhost/'],
    ...['https://localhost:80@evil.example/', 'https://a.test:b@evil.example/'],
  ])
    assert.equal(isLocalUrl(url), false, url);
});

test('only http and https are trustworthy, although browsers also trust files', () => {
  for (const url of ['file:///site/index.html', 'data:text/plain,a', 'about:blank', 'ws://localhost/'])
    assert.equal(isTrustworthyHttpUrl(new URL(url)), false, url);
});

test('only loopback addresses count as this machine, as Node writes them', () => {
  for (const address of ['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1'])
    assert.ok(isLoopbackAddress(address), address);
  for (const address of ['192.168.0.1', '10.0.0.1', '::', 'fe80::1', 'localhost'])
    assert.ok(!isLoopbackAddress(address), address);
  for (const address of [
    '127.1',
    '0x7f.0.0.1',
    '[::1]',
    '127.0.0.1:80',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '',
  ])
    assert.ok(!isLoopbackAddress(address), address);
});
