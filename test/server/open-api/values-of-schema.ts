import fc from 'fast-check';
import type { JsonSchema } from '../../../src/server/open-api/json-schema.js';

/** Values that often match a schema, and often nearly. */
export function valuesOfSchema(schema: JsonSchema): fc.Arbitrary<unknown> {
  return fc.oneof({ arbitrary: matchesOf(schema), weight: 40 }, { arbitrary: STRANGE_VALUES, weight: 1 });
}

const URLS = [
  ...['https://wallet.example/alice', 'http://localhost:3000/op/incoming-payments/1', 'a:b', 'a:/'],
  ...['https://a/incoming-payments/1\n', 'http://[::1]:1/', 'http://[::1.2.3.4]/?a#b', 'wallet.example'],
  ...[
    'https://user@host:1/%41?q=ä',
    'HTTPS://A/incoming-payments/',
    'urn:1',
    'http://a b',
    '/incoming-payments/1',
  ],
];
const TIMES = [
  ...['2026-02-28T23:59:60Z', '2024-02-29t00:00:00.5+01:00', '2023-02-29T00:00:00Z', '2026-01-01T10:00:00.Z'],
  ...[
    '2026-13-01T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '0000-02-29T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '1900-02-29T1',
  ],
];
const NUMBERS = [0, 1, 2, -1, 1.5, 100, 101, 255, 256, -0, 2 ** 53];
const TEXTS = [
  '',
  'a',
  '1',
  '0x1f',
  '-1',
  '1.5',
  ' 7 ',
  '18446744073709551616',
  'USD',
  'g.a.b',
  'test.é',
  'a/b~c',
  '😀',
];

/** Each pattern of the documents has one. */
const MATCHES = ['g.a', 'abc', 'http://a/incoming-payments/1'];

const TEXT = fc.oneof(fc.constantFrom(...TEXTS, ...URLS, ...TIMES), fc.string());
const STRANGE_VALUES = fc.oneof(
  fc.constantFrom(
    null,
    true,
    false,
    [],
    {},
    [[]],
    [null, null],
    [{}, {}],
    [0, -0, '0', 0],
    [{ a: 1, b: 2 }, Infinity, { b: 2, a: 1 }],
    undefined,
  ),
  fc.constantFrom(...NUMBERS),
  TEXT,
  fc.jsonValue({ maxDepth: 2 }),
);

function matchesOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  const { enum: values, anyOf, oneOf, allOf, ...others } = schema;
  if (values) return fc.constantFrom(...values);
  const alternatives = anyOf ?? oneOf;
  const parts = [
    ...(alternatives ? [fc.oneof(...alternatives.map(valuesOfSchema))] : []),
    ...(allOf ?? []).map(valuesOfSchema),
    ...(others.properties || !(alternatives || allOf) ? [ofType(others)] : []),
  ];
  return fc.tuple(...parts).map((drawn) => {
    const isMergeable = drawn.every((value) => typeof value === 'object' && value && !Array.isArray(value));
    return isMergeable ? (Object.assign({}, ...drawn) as object) : drawn[0];
  });
}

function ofType(schema: JsonSchema): fc.Arbitrary<unknown> {
  const { items, properties = {} } = schema;
  const types = [schema.type ?? 'object'].flat();
  return fc.oneof(
    ...types.map((type): fc.Arbitrary<unknown> => {
      switch (type) {
        case 'integer':
          return mostly(2, fc.constantFrom(...NUMBERS));
        case 'string':
          return textsOf(schema);
        case 'boolean':
          return fc.boolean();
        case 'null':
          return fc.constant(null);
        case 'array':
          return fc.array(valuesOfSchema(items ?? {}), { maxLength: 4 });
        default:
          return objectsOf(properties, schema.required ?? []);
      }
    }),
  );
}

function textsOf({ format, pattern }: JsonSchema): fc.Arbitrary<unknown> {
  if (format === 'uri') return mostly('http://a/incoming-payments/1', fc.constantFrom(...URLS));
  if (format === 'date-time') return mostly('2026-01-01T00:00:00Z', fc.constantFrom(...TIMES));
  if (format === 'uint64') return mostly('100', TEXT);
  if (pattern === undefined) return TEXT;
  const match = MATCHES.find((text) => new RegExp(pattern, 'u').test(text));
  if (match === undefined) throw new Error(`no text matches ${pattern}`);
  return mostly(match, TEXT);
}

function mostly(value: unknown, others: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof({ arbitrary: fc.constant(value), weight: 9 }, { arbitrary: others, weight: 1 });
}

function objectsOf(properties: Readonly<Record<string, JsonSchema>>, required: readonly string[]) {
  const members = fc.record(
    Object.fromEntries(
      Object.entries(properties).map(([name, schema]) => [
        name,
        fc.option(valuesOfSchema(schema), { nil: undefined, freq: required.includes(name) ? 60 : 2 }),
      ]),
    ),
  );
  // Not constructor: typebox ignores such a member where it looks for equal items.
  const additional = fc.dictionary(
    fc.constantFrom('a/b', '__proto__', 'hasOwnProperty', 'x'),
    STRANGE_VALUES,
    {
      maxKeys: 1,
    },
  );
  return (
    fc
      .tuple(members, fc.option(additional, { freq: 8, nil: {} }))
      // Without undefined, as if parsed.
      .map((parts) => JSON.parse(JSON.stringify(Object.assign({}, ...parts))) as unknown)
  );
}
