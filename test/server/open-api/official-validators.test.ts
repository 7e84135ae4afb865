import assert from 'node:assert/strict';
import { test } from 'node:test';
import openapi, { type OpenAPI } from '@interledger/openapi';
import fc from 'fast-check';
import { relaxSchema } from '../../../src/provider/open-payments/relax-schema.js';
import { findRequestProblem } from '../../../src/sandbox-wallet/http/find-request-problem.js';
import { findResponseProblems } from '../../../src/server/open-api/find-response-problems.js';
import {
  type DocumentName,
  type OpenApiOperation,
  type OperationName,
  readOperation,
} from '../../../src/server/open-api/operation.js';
import { OPERATIONS } from '../../../src/server/open-api/operations.js';
import { readOfficialDocuments } from './official-operations.js';
import { valuesOfSchema } from './values-of-schema.js';

/** For each operation. COUNT and SEED change the run. */
const COUNT = Number(process.env['COUNT'] ?? 40);
const RUN = { numRuns: COUNT, seed: Number(process.env['SEED'] ?? 7) };

const operations = Object.keys(OPERATIONS).map((name) => {
  const [document, method, path] = name.split(' ') as [DocumentName, OperationName['method'], string];
  return [name, readOperation(document, { method, path })] as const;
});
const [strict, relaxed] = [await readOfficialDocuments(), await readOfficialDocuments()];

test('requests are accepted or refused as by the official validators, with the same status and parameters', () => {
  for (const [name, operation] of operations) {
    const [document, options] = locate(strict, name);
    const validate = document.createRequestValidator(options);
    fc.assert(
      fc.property(requestsOf(operation), (request) => {
        const [one, other] = [structuredClone(request), structuredClone(request)];
        const expected = problemsOf(() => validate(one));
        const problem = findRequestProblem(operation, other as never);
        assert.deepEqual([problem?.status ?? 200, other], [expected.status, one], name);
        assert.notEqual(problem?.text, '', name);
      }),
      RUN,
    );
  }
});

for (const [kind, documents] of Object.entries({ strict, relaxed })) {
  test(`responses are accepted or refused as by the official validators, with the same defaults (${kind})`, () => {
    for (const [name, operation] of operations) {
      const [document, options] = locate(documents, name);
      let { responses } = operation;
      if (kind === 'relaxed') {
        const official = document.paths[options.path]?.[options.method] as { responses: unknown };
        official.responses = relaxSchema(official.responses);
        responses = relaxSchema(responses) as typeof responses;
      }
      const validate = document.createResponseValidator(options);
      fc.assert(
        fc.property(responsesOf(responses), (response) => {
          const [one, other] = [structuredClone(response), structuredClone(response)];
          const expected = problemsOf(() => validate(one));
          const problems = findResponseProblems({ responses }, other);
          assert.deepEqual([problems.length > 0, other], [expected.isRefused, one], name);
        }),
        RUN,
      );
    }
  });
}

// https://www.rfc-editor.org/rfc/rfc3986#section-3 and https://www.rfc-editor.org/rfc/rfc3339#section-5.6
test('unlike with the official validators, URIs and times are those of the RFCs', () => {
  const name = { method: 'POST', path: '/incoming-payments' } as const;
  const operation = readOperation('resource', name);
  const [document, options] = locate(strict, `resource ${name.method} ${name.path}`);
  const validate = document.createRequestValidator(options);
  const walletAddress = 'https://wallet.example/alice';
  const bodies = [
    { walletAddress: 'https:' },
    { walletAddress, expiresAt: '2026-01-01T10:00:00Z[Europe/Paris]' },
    { walletAddress, expiresAt: '2026-01-01 10:00:00Z' },
    { walletAddress, expiresAt: '2026-01-01T10:00:00' },
  ];
  const headers = { 'content-type': 'application/json', 'signature-input': '', signature: '' };
  const results = bodies.map((body) => {
    const request = { params: {}, headers, query: {}, body };
    return [findRequestProblem(operation, request)?.text, problemsOf(() => validate(request)).isRefused];
  });
  const problem = 'body.expiresAt must match format "date-time"';
  assert.deepEqual(results, [
    [undefined, true],
    [undefined, true],
    [problem, false],
    [problem, false],
  ]);
});

function locate(documents: Record<string, OpenAPI>, name: string) {
  const [document = '', method = '', path = ''] = name.split(' ');
  const options = { path, method: openapi.HttpMethod[method as 'GET'] };
  return [documents[document] as OpenAPI, options] as const;
}

function problemsOf(validate: () => unknown): { isRefused: boolean; status: number } {
  try {
    validate();
    return { isRefused: false, status: 200 };
  } catch (error) {
    return { isRefused: true, status: (error as { status?: number }).status ?? 500 };
  }
}

function requestsOf({ path, headers, query, body }: OpenApiOperation) {
  return fc.record({
    params: valuesOfParameters(path),
    headers: fc
      .tuple(
        valuesOfParameters(headers),
        fc.oneof({ arbitrary: fc.constant('application/json'), weight: 9 }, CONTENT_TYPES),
      )
      .map(([others, type]) => ({ ...others, ...(type !== undefined && { 'content-type': type }) })),
    query: valuesOfParameters(query),
    body: valuesOfSchema(body?.schema ?? {}),
  });
}

const CONTENT_TYPES = fc.constantFrom(
  ...[undefined, '', 'application/json; charset=utf-8', 'n/j', 'text/plain', 'APPLICATION/JSON ;a="b\\"c"'],
  ...[
    'json',
    'application/*',
    '*/*',
    'application/json/x',
    'application/json;a=1;b = 2',
    ' application/json ',
  ],
);

/** Parameters are texts, or lists of texts. */
function valuesOfParameters(schema: OpenApiOperation['query']) {
  const value = fc.oneof(
    fc.constantFrom('', '1', '5', '1.5', '101', 'x', '-1', 'Infinity'),
    fc.constantFrom(['1', '2'], ['7']),
  );
  const names = Object.keys(schema?.properties ?? {});
  return fc.record(Object.fromEntries(['other', ...names].map((name) => [name, value])), {
    requiredKeys: [],
  });
}

function responsesOf(responses: OpenApiOperation['responses']) {
  const statuses = Object.keys(responses).map(Number);
  return fc.oneof(
    ...[...statuses, 418].map((status) =>
      fc.record({ status: fc.constant(status), body: valuesOfSchema(responses[status] ?? {}) }),
    ),
  );
}
