import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import { createMetrics } from '../../../src/provider/provider.js';
import { createRedactedLogger } from '../../../src/provider/operations/redacted-logger.js';
import { openRelayPage } from '../../support/provider/relay-page.js';
import { openSandbox } from '../../support/open-sandbox.js';

const CANARY = 'canary-0123456789abcdef';
const SECRET_KEY = randomBytes(32).toString('base64url');

const lines: string[] = [];
const logger = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
const metrics = createMetrics();
/** Confidential values that wallets and pages sent to the provider. */
const secrets = new Set<string>();
const responses: string[] = [];
const sandbox = await openSandbox({
  provider: { logger, metrics, secretKey: SECRET_KEY },
  prepare({ visitor, receiver, provider }) {
    for (const wallet of [visitor, receiver]) captureSecrets(wallet);
    provider.addHook('onSend', async (_request, _reply, payload) => void responses.push(String(payload)));
    provider.addHook('onRequest', async ({ url, headers }) => {
      const { searchParams } = new URL(url, 'http://a');
      for (const name of ['interact_ref', 'hash']) secrets.add(searchParams.get(name) ?? '');
      for (const name of ['dpop', 'cookie', 'authorization']) secrets.add(String(headers[name] ?? ''));
    });
  },
});
const { provider, testWalletAddresses } = sandbox.directory;

test('no secret appears in a trace-level log, a response, or a metric', async () => {
  const page = await openRelayPage(provider);
  const connection = (await page.call('POST', '/relay/connections', {})).body.id as string;
  for (const outcome of [
    'ok',
    'token-expired',
    'key-revoked',
    'insufficient-grant',
    'invalid-receiver',
    '500',
    'html',
  ]) {
    const walletAddress = testWalletAddresses[outcome];
    await page.call('POST', '/relay/wallet-addresses', { walletAddress });
    const { body } = await page.call('POST', '/relay/sessions', { connection, walletAddress });
    await page.call('POST', `/relay/sessions/${body.id}/payments`, {});
  }
  const query = `?interact_ref=${CANARY}&hash=${CANARY}&token=${CANARY}`;
  const headers = {
    authorization: `GNAP ${CANARY}`,
    cookie: `a=${CANARY}`,
    dpop: CANARY,
    origin: 'http://localhost:3000',
  };
  for (const path of [
    '/relay',
    '/nothing',
    '/%',
    '/connect',
    '/grants/x/finish',
    '/relay/connections/x',
    '/client',
  ]) {
    await (await fetch(`${provider}${path}${query}`, { headers })).text();
  }
  await page.call('POST', '/relay/connections', {}, { headers: { dpop: `${CANARY}.${CANARY}.${CANARY}` } });
  await page.call('DELETE', `/relay/connections/${connection}`);

  secrets.add(CANARY);
  secrets.add(SECRET_KEY);
  const kept = [...secrets].filter((secret) => secret.length >= 16);
  assert.ok(kept.length > 20, `${kept.length} secrets were collected`);
  assert.ok(lines.length > 50, `${lines.length} lines were logged`);
  const published = {
    logs: lines.join(''),
    answers: responses.join(''),
    metrics: await metrics.registry.metrics(),
  };
  for (const [where, text] of Object.entries(published)) {
    for (const secret of kept) assert.ok(!text.includes(secret), `${secret.slice(0, 60)} is in the ${where}`);
  }
});

test('a finish page with an unknown id logs no warning', async () => {
  await fetch(`${provider}/grants/nothing/finish`);
  const [line] = lines.filter((each) => each.includes('a consent could not be completed'));
  assert.equal(JSON.parse(line ?? '{}').level, pino.levels.values['debug']);
});

test('accidentally logged secrets are removed, and errors lose the details that libraries add', () => {
  const said: string[] = [];
  const log = createRedactedLogger(
    pino({ level: 'trace' }, { write: (line: string) => void said.push(line) }),
  );
  const members = { headers: { authorization: CANARY, 'set-cookie': CANARY, dpop: CANARY } };
  log.info({ token: CANARY, grant: { access_token: CANARY }, request: members, ...members });
  const cause = Object.assign(new Error(`GET https://w.example/a?x=${CANARY} failed`), { options: members });
  log.error(
    { err: Object.assign(new Error('outer', { cause }), { request: members, code: 'E_OUTER' }) },
    'failed',
  );
  log.error(Object.assign(new Error('thrown'), { response: members }));
  assert.ok(!said.join('').includes(CANARY), said.join(''));
  assert.match(said[1] ?? '', /E_OUTER.*https:\/\/w\.example\/a\?… failed/);
  assert.match(said[2] ?? '', /thrown/);
});

/** All tokens, nonces and references in a wallet's response. */
function captureSecrets(wallet: FastifyInstance): void {
  wallet.addHook('onSend', async (_request, reply, payload) => {
    for (const [, value] of String(payload).matchAll(/"value":\s*"([\w-]{16,})"/g))
      secrets.add(value as string);
    for (const [, value] of String(reply.getHeader('location') ?? '').matchAll(
      /(?:hash|interact_ref)=([^&]+)/g,
    )) {
      secrets.add(decodeURIComponent(value as string));
    }
  });
}
