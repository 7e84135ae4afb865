import type { SignedRequest } from '../../support/wallets/wallet-client.js';
import {
  withInsertion,
  STRANGE_METHODS,
  STRANGE_PATHS,
  pick,
  type RandomSource,
  toHttpMessage,
  withoutMember,
  withStrangeValue,
} from './malformed-requests.js';
import { INVALID_PROOFS, type ProofClaims, type ProofKeys, signProof } from './dpop-proof-fixtures.js';

/** The valid key, nonce and connection of a malformed call. */
export interface RelayTarget {
  readonly origin: string;
  readonly keys: ProofKeys;
  readonly nonce: string;
  readonly connection: string;
}

interface Call {
  readonly path: string;
  readonly method: string;
  readonly body?: Record<string, unknown>;
  readonly origin?: string;
}

/** Calls that are valid until they reach a wallet, which none of them does. */
const VALID_CALLS: Record<string, (target: RelayTarget) => Call> = {
  connection: () => ({ path: '/relay/connections', method: 'POST', body: {} }),
  wallet: () => ({
    path: '/relay/wallet-addresses',
    method: 'POST',
    body: { walletAddress: 'https://w.example/?a' },
  }),
  session: ({ connection }) => ({
    path: '/relay/sessions',
    method: 'POST',
    body: { connection, walletAddress: 'https://w.example/?a' },
  }),
  bind: ({ connection }) => ({
    path: `/relay/connections/${connection}/bind`,
    method: 'POST',
    body: { challenge: 'x' },
  }),
  tick: () => ({ path: '/relay/sessions/x/payments', method: 'POST', body: {} }),
  goodbye: () => ({ path: '/relay/sessions/x', method: 'DELETE' }),
  look: () => ({ path: '/relay/connections/x', method: 'GET' }),
  challenge: ({ origin }) => ({ path: '/connect/x/challenges', method: 'POST', body: {}, origin }),
  consent: ({ origin, connection }) => ({
    path: `/connect/${connection}/consents`,
    method: 'POST',
    body: { token: 'x', budget: '1', ratePerHour: '1' },
    origin,
  }),
  finish: () => ({ path: '/grants/x/finish?hash=x&interact_ref=x', method: 'GET' }),
};

type MutateCall = (call: Call, target: RelayTarget, random: RandomSource) => Promise<string>;

const SITE = 'https://site.example';

const CALL_MUTATIONS: Record<string, MutateCall> = {
  'a member with an unexpected value': async (call, target, random) =>
    send({ ...call, body: withStrangeValue(call.body ?? {}, random) }, target),
  'a missing member': async (call, target, random) =>
    send({ ...call, body: withoutMember(call.body ?? {}, random) }, target),
  'JSON with something inserted': async (call, target, random) =>
    send(call, target, { body: withInsertion(JSON.stringify({ ...call.body, foo: 1 }), random) }),
  'JSON cut off': async (call, target, random) => {
    const text = JSON.stringify({ ...call.body, foo: 1 });
    return send(call, target, { body: text.slice(0, Math.floor(random() * (text.length - 1))) });
  },
  'another JSON value': async (call, target, random) =>
    send(call, target, { body: pick(random, ['[]', 'null', '1', '"a"', 'true', '[{}]', '']) }),
  'deep nesting': async (call, target, random) =>
    send(call, target, { body: `{"a":${'['.repeat(17 + Math.floor(random() * 8_000))}` }),
  'a duplicate member': async (call, target) => send(call, target, { body: '{"a":1,"a":2}' }),
  'more than 16 KiB': async (call, target, random) =>
    send(call, target, { body: JSON.stringify({ a: 'x'.repeat(16_384 + Math.floor(random() * 100_000)) }) }),
  'invalid UTF-8': async (call, target, random) =>
    send(call, target, {
      body: `{"a":"${String.fromCharCode(128 + Math.floor(random() * 128))}"}`,
      isLatin1: true,
    }),
  'a bad proof': async (call, target, random) => {
    const [, make] = pick(random, Object.entries(INVALID_PROOFS));
    return send(call, target, { headers: { dpop: await make(target.keys, claimsOf(call, target)) } });
  },
  'no proof': async (call, target) => send(call, target, { without: 'dpop' }),
  'a bad origin': async (call, target, random) =>
    send(call, target, {
      headers: {
        origin: pick(random, [
          'null',
          '',
          '*',
          'http://site.example',
          `${SITE}/`,
          `${SITE}, ${SITE}`,
          'file://',
        ]),
      },
    }),
  'no origin': async (call, target) => send(call, target, { without: 'origin' }),
  'the fetch metadata of another request type': async (call, target, random) =>
    send(call, target, {
      headers: {
        'sec-fetch-mode': pick(random, ['navigate', 'no-cors', 'websocket', 'x']),
        'sec-fetch-site': pick(random, ['cross-site', 'none', 'same-site']),
      },
    }),
  'a bad idempotency key': async (call, target, random) =>
    send(call, target, {
      headers: { 'idempotency-key': pick(random, ['', ' ', 'a b', 'x'.repeat(300), '\u00e4']) },
    }),
  'another path': async (call, target, random) =>
    send({ ...call, path: pick(random, STRANGE_PATHS) }, target),
  'another method': async (call, target, random) =>
    send({ ...call, method: pick(random, STRANGE_METHODS) }, target),
  'an unexpected id': async (call, target, random) => {
    const id = pick(random, [
      '%00',
      '__proto__',
      '..%2f..',
      '%F0%9F%92%B6',
      "'%20OR%201=1",
      'x'.repeat(120),
      '%zz',
      '',
    ]);
    return send(
      { ...call, path: call.path.replace(/(connections|sessions|connect|grants)\/[^/?]+/, `$1/${id}`) },
      target,
    );
  },
  'another content type': async (call, target, random) =>
    send({ ...call, body: call.body ?? {} }, target, {
      headers: {
        'content-type': pick(random, [
          'text/plain',
          'application/x-www-form-urlencoded',
          'multipart/form-data',
          '',
          ';',
          'application/json; charset=utf-16',
        ]),
      },
    }),
  'a wrong length': async (call, target, random) =>
    send({ ...call, body: call.body ?? {} }, target, {
      headers: { 'content-length': pick(random, ['ten', '-1', '0', '1', '99999999999999999999', '1, 2']) },
    }),
  'large headers': async (call, target, random) =>
    send(call, target, { headers: { 'x-large': 'x'.repeat(8_000 + Math.floor(random() * 20_000)) } }),
  'many headers': async (call, target) =>
    send(call, target, {
      headers: Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`x-${index}`, '1'])),
    }),
  'no HTTP': async (_call, _target, random) =>
    `${pick(random, ['hello', 'GET', 'GET / HTTP/9.9', '\u0016\u0003\u0001', 'POST / HTTP/1.1\r\nTransfer-Encoding: x'])}\r\n\r\n`,
};

/** One malformed call, drawn from the seed. */
export async function malformedCall(
  target: RelayTarget,
  random: RandomSource,
): Promise<{ kind: string; text: string }> {
  const [name, call] = pick(random, Object.entries(VALID_CALLS));
  const [damage, apply] = pick(random, Object.entries(CALL_MUTATIONS));
  return { kind: `${name}, ${damage}`, text: await apply(call(target), target, random) };
}

interface Changes {
  headers?: Record<string, string>;
  without?: string;
  body?: string;
  isLatin1?: boolean;
}

/** Sends the call like the agent, with these changes. */
async function send(
  call: Call,
  target: RelayTarget,
  { headers, without, body, isLatin1 }: Changes = {},
): Promise<string> {
  const sent = body ?? (call.body === undefined ? undefined : JSON.stringify(call.body));
  const all: Record<string, string> = {
    origin: call.origin ?? SITE,
    dpop: await signProof(target.keys, claimsOf(call, target)),
    ...(sent !== undefined && {
      'content-type': 'application/json',
      'content-length': String(isLatin1 ? sent.length : Buffer.byteLength(sent)),
    }),
    ...headers,
  };
  if (without) delete all[without];
  const request: SignedRequest = {
    url: `${target.origin}${call.path}`,
    method: call.method,
    headers: all,
    body: sent,
  };
  return isLatin1 ? `${toHttpMessage({ ...request, body: '' })}${sent}` : toHttpMessage(request);
}

function claimsOf({ path, method }: Call, { origin, nonce }: RelayTarget): ProofClaims {
  return { htm: method, htu: `${origin}${path.split('?')[0]}`, nonce };
}
