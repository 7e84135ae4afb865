import { type SignedRequest, signRequest } from '../../support/wallets/wallet-client.js';
import { type RequestFixture, REQUEST_FIXTURES, type RequestTarget } from './request-fixtures.js';

export type RandomSource = () => number;

/** One malformed request, drawn from the seed: a valid request with an error that must be rejected. */
export function malformedRequest(
  target: RequestTarget,
  random: RandomSource,
): { kind: string; origin: string; text: string } {
  const [operation, draft] = pick(random, Object.entries(REQUEST_FIXTURES));
  const [damage, apply] = pick(random, Object.entries(REQUEST_MUTATIONS));
  const valid = draft(target);
  const { origin } = new URL(valid.url);
  return { kind: `${operation}, ${damage}`, origin, text: apply(valid, target, random) };
}

const STRANGE_VALUES: readonly unknown[] = [
  '', ' 1', '-1', '01', '1.0', '1e3', '0x10', '１２', '18446744073709551616', '9'.repeat(5_000), 0, 1, -1, 1.5, 1e308, null,
  true, [], {}, [[]], { value: 1 }, '\u0000', '\ud800', '__proto__', 'R/x/P1D', 'R/2024-01-31T00:00:00Z/P0D', 'R999999999999/P1D',
  'R/P1D', '-R1', 'http://', 'http://[', 'javascript:alert(1)', 'file:///etc/passwd', '../../etc', '%00', 'a'.repeat(12_000),
]; // prettier-ignore
export const STRANGE_PATHS = [
  '/%zz',
  '/..%2f..',
  '/%00',
  '//',
  '/op/%E0%A4%A',
  `/${'a'.repeat(9_000)}`,
  '/op/quotes/__proto__',
  '/*',
  '/\\',
];
export const STRANGE_METHODS = ['PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'HEAD', 'OPTIONS', 'GET', 'X'];
const BROKEN_SIGNATURES = [
  '',
  '(',
  'sig1',
  'sig1=',
  'sig1=()',
  'sig1=::',
  'sig1=(;)',
  'sig1=("@method";sf)',
  'sig1=:AAAA:, sig1=:AAAA:',
  '"',
  ';;',
  'sig1=1e9',
  'a'.repeat(3_000),
];

const REQUEST_MUTATIONS: Record<
  string,
  (draft: RequestFixture, target: RequestTarget, random: RandomSource) => string
> = {
  'a member with an unexpected value': (draft, { pair }, random) =>
    toHttpMessage(signRequest(pair.client, { ...draft, body: withStrangeValue(draft.body ?? {}, random) })),
  'a missing member': (draft, { pair }, random) =>
    toHttpMessage(signRequest(pair.client, { ...draft, body: withoutMember(draft.body ?? {}, random) })),
  'an unknown member': (draft, { pair }, random) => {
    const body = {
      ...draft.body,
      [pick(random, ['foo', 'constructor', 'toString', '💶'])]: pick(random, STRANGE_VALUES),
    };
    return toHttpMessage(signRequest(pair.client, { ...draft, body }));
  },
  'JSON with something inserted': (draft, { pair }, random) =>
    // `\\` before `/` is an equivalent escape, so the unknown member ensures that the JSON is invalid.
    toHttpMessage(
      signRequest(pair.client, {
        ...draft,
        body: withInsertion(JSON.stringify({ ...draft.body, foo: 1 }), random),
      }),
    ),
  'JSON cut off': (draft, { pair }, random) => {
    const text = JSON.stringify(draft.body ?? { a: 1 });
    return toHttpMessage(
      signRequest(pair.client, { ...draft, body: text.slice(0, Math.floor(random() * (text.length - 1))) }),
    );
  },
  'another JSON value': (draft, { pair }, random) =>
    toHttpMessage(
      signRequest(pair.client, { ...draft, body: pick(random, ['[]', 'null', '1', '"a"', 'true', '[{}]']) }),
    ),
  'deep nesting': (draft, { pair }, random) => {
    const depth = 33 + Math.floor(random() * 7_000);
    const body = random() < 0.5 ? '['.repeat(depth) : `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    return toHttpMessage(signRequest(pair.client, { ...draft, body }));
  },
  'a megabyte': (draft, { pair }) =>
    toHttpMessage(
      signRequest(pair.client, { ...draft, body: { ...draft.body, metadata: { a: 'x'.repeat(1_000_000) } } }),
    ),
  'another body than the signed one': (draft, { pair }) => {
    const request = signRequest(pair.client, { ...draft, body: { ...draft.body, signed: true } });
    return toHttpMessage({ ...request, body: JSON.stringify(draft.body ?? {}) });
  },
  'a broken signature header': (draft, { pair }, random) => {
    const request = signRequest(pair.client, draft);
    const name = pick(random, ['signature', 'signature-input']);
    return toHttpMessage({
      ...request,
      headers: { ...request.headers, [name]: pick(random, BROKEN_SIGNATURES) },
    });
  },
  'a broken digest': (draft, { pair }, random) => {
    const digest = pick(random, ['sha-512=:AAAA:', 'sha-512', 'md5=:AAAA:', ';', 'sha-512=1', '=']);
    return toHttpMessage(signRequest(pair.client, { ...draft, body: draft.body ?? {} }, { digest }));
  },
  'another key': (draft, { pair }, random) =>
    toHttpMessage(
      signRequest({ ...pair.client, keyId: pick(random, ['', 'key-2', '__proto__', '\\"']) }, draft),
    ),
  'an old signature': (draft, { pair }, random) => {
    const parameters = `;keyid="key-1";created=${Math.floor(random() * 1e9)}`;
    return toHttpMessage(signRequest(pair.client, draft, { parameters }));
  },
  'another token': (draft, { pair }, random) =>
    toHttpMessage(
      signRequest(pair.client, { ...draft, token: pick(random, ['x', 'GNAP', '%00', 'a'.repeat(4_000)]) }),
    ),
  'no token': ({ url, method, body }, { pair }) =>
    toHttpMessage(signRequest(pair.client, { url, method, ...(body && { body: { ...body, foo: 1 } }) })),
  'no signature': (draft, { pair }) => {
    const request = signRequest(pair.client, draft);
    const { signature: _signature, 'signature-input': _input, ...headers } = request.headers;
    return toHttpMessage({ ...request, headers });
  },
  'another path': (draft, { pair }, random) =>
    toHttpMessage(
      signRequest(pair.client, {
        ...draft,
        url: `${new URL(draft.url).origin}${pick(random, STRANGE_PATHS)}`,
      }),
    ),
  'an unexpected query': (draft, { pair }, random) => {
    const query = pick(random, [
      'a[]=1',
      'first=-1&last=9',
      'first=1&first=2',
      'cursor=%00',
      '%',
      '__proto__=1',
      'wallet-address=',
    ]);
    return toHttpMessage(
      signRequest(pair.client, {
        ...draft,
        url: `${draft.url.split('?')[0]}?${query}`,
        ...(draft.body && { body: { ...draft.body, foo: 1 } }),
      }),
    );
  },
  'another method': (draft, { pair }, random) =>
    toHttpMessage(
      signRequest(pair.client, { ...draft, method: pick(random, STRANGE_METHODS), body: { foo: 1 } }),
    ),
  'another content type': (draft, { pair }, random) => {
    const request = signRequest(pair.client, { ...draft, body: { ...draft.body, foo: 1 } });
    const type = pick(random, [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      '',
      ';',
      'application/json; charset=utf-16',
    ]);
    return toHttpMessage({ ...request, headers: { ...request.headers, 'content-type': type } });
  },
  'a wrong length': (draft, { pair }, random) => {
    const request = signRequest(pair.client, { ...draft, body: { ...draft.body, foo: 1 } });
    const length = pick(random, ['ten', '-1', '0', '1', '99999999999999999999', '1, 2']);
    return toHttpMessage({ ...request, headers: { ...request.headers, 'content-length': length } });
  },
  'a large header': (draft, { pair }, random) => {
    const request = signRequest(pair.client, { ...draft, body: { ...draft.body, foo: 1 } });
    return toHttpMessage({
      ...request,
      headers: { ...request.headers, 'x-large': 'x'.repeat(8_000 + Math.floor(random() * 20_000)) },
    });
  },
  'many headers': (draft, { pair }) => {
    const request = signRequest(pair.client, { ...draft, body: { ...draft.body, foo: 1 } });
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`x-${index}`, '1']));
    return toHttpMessage({ ...request, headers: { ...request.headers, ...many } });
  },
  'bytes at random': (draft, _target, random) => {
    const bytes = Array.from({ length: 200 }, () => String.fromCharCode(Math.floor(random() * 256))).join('');
    return `POST ${new URL(draft.url).pathname} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 200\r\nConnection: close\r\n\r\n${bytes}`;
  },
  'no HTTP': (_draft, _target, random) =>
    `${pick(random, ['hello', 'GET', 'GET / HTTP/9.9', '\u0016\u0003\u0001', 'POST / HTTP/1.1\r\nTransfer-Encoding: x'])}\r\n\r\n`,
};

export function toHttpMessage({ url, method, headers, body = '' }: SignedRequest): string {
  const { pathname, search, host } = new URL(url);
  const all = { host, connection: 'close', ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  const target = url.slice(new URL(url).origin.length) || `${pathname}${search}`;
  return `${method} ${target} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${Buffer.from(body).toString('latin1')}`;
}

export function withStrangeValue(
  body: Record<string, unknown>,
  random: RandomSource,
): Record<string, unknown> {
  const copy = structuredClone(body);
  let at = copy;
  for (;;) {
    const [name, value] = pick(random, Object.entries(at).length > 0 ? Object.entries(at) : [['foo', 1]]);
    const isObject = typeof value === 'object' && value !== null;
    if (isObject && random() < 0.8) at = value as Record<string, unknown>;
    else {
      at[name as string] = pick(
        random,
        STRANGE_VALUES.filter((strange) => strange !== value),
      );
      return { ...copy, foo: 1 };
    }
  }
}

export function withoutMember(body: Record<string, unknown>, random: RandomSource): Record<string, unknown> {
  const name = pick(random, Object.keys(body).length > 0 ? Object.keys(body) : ['foo']);
  return Object.fromEntries(Object.entries({ ...body, foo: 1 }).filter(([key]) => key !== name));
}

export function withInsertion(text: string, random: RandomSource): string {
  const at = 1 + Math.floor(random() * (text.length - 1));
  return `${text.slice(0, at)}${pick(random, ['\u0000', '{', '}', ',', '\\', '"', '\u2028', '/**/', 'NaN'])}${text.slice(at)}`;
}

export function pick<Value>(random: RandomSource, values: readonly Value[]): Value {
  return values[Math.floor(random() * values.length)] as Value;
}
