import assert from 'node:assert/strict';
import { test } from 'node:test';
import fastify from 'fastify';
import {
  clearVisitorCookie,
  readOrSetVisitor,
  readVisitor,
} from '../../../src/provider/authentication/visitor-cookie.js';

const HTTPS = 'https://provider.example';
const HTTP = 'http://localhost:4101';

test('on https only the provider’s own pages can set the cookie, and only they and top-level navigations send it', async () => {
  const [name, value, ...attributes] = splitCookie(await cookieOf(HTTPS, '/set'));
  assert.equal(name, '__Host-wm');
  assert.match(value ?? '', /^[\w-]{43}$/);
  assert.deepEqual(attributes, ['HttpOnly', 'Max-Age=7776000', 'Path=/', 'SameSite=Lax', 'Secure']);
});

test('on http, on a developer’s machine, the cookie’s name contains the port', async () => {
  const [name, , ...attributes] = splitCookie(await cookieOf(HTTP, '/set'));
  assert.equal(name, 'wm-visitor-4101');
  assert.deepEqual(attributes, ['HttpOnly', 'Max-Age=7776000', 'Path=/', 'SameSite=Lax']);
});

test('a forgotten browser’s cookie is deleted immediately', async () => {
  const [name, value, ...attributes] = splitCookie(await cookieOf(HTTPS, '/forget'));
  assert.deepEqual([name, value], ['__Host-wm', '']);
  assert.deepEqual(attributes, ['HttpOnly', 'Max-Age=0', 'Path=/', 'SameSite=Lax', 'Secure']);
});

test('cookies of a subdomain or another port have another name and are ignored', async () => {
  const [good, evil] = ['g'.repeat(43), 'e'.repeat(43)];
  const read = async (cookie: string, origin = HTTPS) =>
    (await serve(origin).inject({ url: '/read', headers: { cookie } })).body;
  const own = await read(`__Host-wm=${good}`);
  assert.match(own, /^[\w-]{43}$/);
  assert.equal(await read(`wm=${evil}; __Host-wm2=${evil}; x__Host-wm=${evil}; __Host-wm=${good}`), own);
  assert.equal(await read(`wm-visitor-4101=${good}`), 'nobody');
  assert.equal(await read(`wm-visitor-4102=${good}; wm-visitor-41011=${evil}`, HTTP), 'nobody');
  for (const malformed of ['', 'short', `${good}=`, '"'.repeat(43), 'ü'.repeat(43)])
    assert.equal(await read(`__Host-wm=${malformed}`), 'nobody', malformed);
});

async function cookieOf(origin: string, url: string): Promise<string> {
  return String((await serve(origin).inject(url)).headers['set-cookie']);
}

/** Name, value and attributes. The order of attributes has no meaning. */
function splitCookie(cookie: string): string[] {
  const [pair = '', ...attributes] = cookie.split('; ');
  return [...pair.split('='), ...attributes.sort()];
}

function serve(origin: string) {
  const server = fastify();
  server.get('/set', (request, reply) => readOrSetVisitor(request, reply, origin));
  server.get('/read', (request) => readVisitor(request, origin) ?? 'nobody');
  server.get('/forget', async (_request, reply) => {
    clearVisitorCookie(reply, origin);
    return '';
  });
  return server;
}
