import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer as createPlainServer } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { after, beforeEach, test } from 'node:test';
import { createSecureContext } from 'node:tls';
import { programArguments } from '../../support/program-arguments.js';
import { openTestAuthority } from '../../support/test-authority.js';
import type { EgressCall, EgressOutcome, EgressTargets } from '../support/egress-process.js';

const authority = await openTestAuthority();
const byItself = { by: null };
const CERTIFICATES = {
  'wallet.example': await authority.issue('wallet.example'),
  'other.example': await authority.issue('other.example'),
  'stranger.example': await authority.issue('stranger.example', byItself),
  'misnamed.example': await authority.issue('other.example'),
  'expired.example': await authority.issue('expired.example', { until: new Date(Date.now() - 60_000) }),
};
/** A server certificate must not be able to issue other certificates. */
const leaf = await authority.issue('wallet.example');
const forged = await authority.issue('forged.example', { by: leaf });
const contexts = new Map(
  Object.entries({
    ...CERTIFICATES,
    'forged.example': { ...forged, cert: `${forged.cert}\n${leaf.cert}` },
  }).map(([name, certificate]) => [name, createSecureContext(certificate)]),
);

/** The received requests, over TLS or without. */
const requests: string[] = [];
/** By path. */
let redirects: Record<string, { status?: number; location: string }> = {};
const port = await listen(createServer({ SNICallback: (name, done) => done(null, contexts.get(name)) }));
/** An attacker on the network who takes the place of wallet.example. */
const portOnTheWay = await listen(
  createServer({ SNICallback: (_name, done) => done(null, contexts.get('stranger.example')) }),
);
const plainPort = await listen(createPlainServer());
const egress = openEgress({
  ports: [port, portOnTheWay, plainPort],
  addresses: {
    ...Object.fromEntries([...contexts.keys()].map((name) => [name, ['127.0.0.1']])),
    'inside.example': ['10.0.0.1'],
    'half-inside.example': ['127.0.0.1', '10.0.0.1'],
  },
});
beforeEach(() => {
  requests.length = 0;
  redirects = {};
});

test('a look-up over TLS follows a redirect to a host with a valid certificate', async () => {
  redirects = { '/alice': { location: `https://other.example:${port}/bob` } };
  assert.deepEqual(await follow('/alice'), { status: 200, text: 'other.example' });
  assert.deepEqual(requests, ['wallet.example GET /alice', 'other.example GET /bob']);
});

for (const [where, failure, location] of [
  ['a host with a self-signed certificate', 'unreachable', `https://stranger.example:${port}/bob`],
  ['a host with a certificate for another name', 'unreachable', `https://misnamed.example:${port}/bob`],
  ['a host with an expired certificate', 'unreachable', `https://expired.example:${port}/bob`],
  ['a host whose certificate a wallet issued', 'unreachable', `https://forged.example:${port}/bob`],
  ['no TLS', 'url-refused', `http://other.example:${plainPort}/bob`],
  ['an https URL without TLS', 'unreachable', `https://other.example:${plainPort}/bob`],
  ['another port', 'url-refused', `https://other.example:${port + 1}/bob`],
  ['a name with a private address', 'address-refused', `https://inside.example:${port}/bob`],
  [
    'a name with a public and a private address',
    'address-refused',
    `https://half-inside.example:${port}/bob`,
  ],
  ['a private address', 'url-refused', `https://10.0.0.1:${port}/bob`],
  ['a URL with a user name', 'url-refused', `https://wallet.example@other.example:${port}/bob`],
  ['a file', 'url-refused', 'file:///etc/passwd'],
] as const) {
  test(`a redirect to ${where} fails, at the first and at the second hop`, async () => {
    redirects = { '/alice': { location } };
    assert.deepEqual(await follow('/alice'), { failure });
    assert.deepEqual(requests, ['wallet.example GET /alice']);
    redirects['/first'] = { location: `https://other.example:${port}/alice` };
    assert.deepEqual(await follow('/first'), { failure });
    assert.deepEqual(requests.slice(1), ['wallet.example GET /first', 'other.example GET /alice']);
  });
}

test('signed requests follow no redirect, so neither token nor body leaks', async () => {
  for (const status of [301, 302, 303, 307, 308]) {
    for (const location of [
      `https://other.example:${port}/bob`,
      `/bob`,
      `http://other.example:${plainPort}/`,
    ]) {
      redirects = { '/op': { status, location } };
      const outcome = await callEgress({ how: 'send', url: `https://wallet.example:${port}/op` });
      assert.equal('status' in outcome && outcome.status, status);
    }
  }
  assert.deepEqual([...new Set(requests)], ['wallet.example POST /op GNAP secret {"interact_ref":"secret"}']);
});

test('each connection verifies the certificate again, without TLS session resumption', async () => {
  assert.deepEqual(await follow('/alice'), { status: 200, text: 'wallet.example' });
  const url = `https://wallet.example:${portOnTheWay}/alice`;
  assert.deepEqual(await callEgress({ how: 'send', url }), { failure: 'unreachable' });
  assert.deepEqual(await callEgress({ how: 'follow', url }), { failure: 'unreachable' });
  assert.deepEqual(requests, ['wallet.example GET /alice']);
});

function follow(path: string): Promise<EgressOutcome> {
  return callEgress({ how: 'follow', url: `https://wallet.example:${port}${path}` });
}

async function callEgress(call: EgressCall): Promise<EgressOutcome> {
  egress.child.stdin.write(`${JSON.stringify(call)}\n`);
  const { value, done } = await egress.outcomes.next();
  assert.ok(!done, 'the egress process ended');
  return JSON.parse(value) as EgressOutcome;
}

function openEgress(targets: EgressTargets) {
  const args = [...programArguments('test/attacks/support/egress-process.ts'), JSON.stringify(targets)];
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: authority.file };
  const child = spawn(process.execPath, args, { env, stdio: ['pipe', 'pipe', 'inherit'] });
  after(() => child.kill());
  return { child, outcomes: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}

/** Responds with the host name of the request, or with a redirect. */
async function listen(server: Server | ReturnType<typeof createPlainServer>): Promise<number> {
  server.on('request', async (request, response) => {
    const { host = '', authorization } = request.headers;
    const body = (await request.toArray()).join('');
    const name = host.split(':')[0];
    requests.push([name, request.method, request.url, authorization, body].filter(Boolean).join(' '));
    const redirect = redirects[request.url ?? ''];
    if (redirect) response.writeHead(redirect.status ?? 302, { location: redirect.location }).end();
    else response.end(name);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
