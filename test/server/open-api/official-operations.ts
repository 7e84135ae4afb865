import type { OpenAPI } from '@interledger/openapi';
import documents from '@interledger/open-payments/dist/openapi/index.js';
import type { JsonSchema } from '../../../src/server/open-api/json-schema.js';
import type { OpenApiOperation } from '../../../src/server/open-api/operation.js';

/** What src/server/open-api/json-schema.ts has. */
const CHECKED = [
  ...['type', 'minimum', 'maximum', 'minLength', 'maxLength', 'pattern', 'format', 'enum'],
  ...['anyOf', 'oneOf', 'allOf', 'minItems', 'maxItems', 'uniqueItems', 'items'],
  ...['required', 'additionalProperties', 'properties', 'default'],
];
const ANNOTATIONS = ['title', 'description', 'examples', 'deprecated'];
/** The official validators do not check these, either. The last one is a mistake in a document. */
const UNCHECKED = ['unevaluatedProperties', 'unresolvedProperites'];

/**
 * A pattern that backtracks quadratically: with a line break at the end, it retries from each
 * `/incoming-payments/`. Anyone can send it.
 */
const BACKTRACKING_PATTERN = '^(https|http)://(.+)/incoming-payments/(.+)$';
const LINEAR_PATTERN = '^https?://.+?/incoming-payments/.';

type Schema = Record<string, unknown>;
type Operation = NonNullable<NonNullable<OpenAPI['paths'][string]>['post']>;
interface Parameter {
  in: string;
  name: string;
  required?: boolean;
  schema: Schema;
}

/** The three documents, with the backtracking pattern replaced. */
export async function readOfficialDocuments(): Promise<Record<string, OpenAPI>> {
  const [auth, resource, walletAddress] = [
    await documents.getAuthServerOpenAPI(),
    await documents.getResourceServerOpenAPI(),
    await documents.getWalletAddressServerOpenAPI(),
  ];
  for (const { paths } of [auth, resource, walletAddress]) replacePattern(paths, new Set());
  return { auth, resource, 'wallet-address': walletAddress };
}

/** The operations of the official documents by name, with what src/server/open-api needs. */
export async function readOfficialOperations(): Promise<Record<string, OpenApiOperation>> {
  const operations: Record<string, OpenApiOperation> = {};
  for (const [document, { paths }] of Object.entries(await readOfficialDocuments()))
    for (const [path, item = {}] of Object.entries(paths))
      for (const method of ['get', 'post', 'delete'] as const) {
        const operation = item[method] as Operation | undefined;
        const parameters = [...(operation?.parameters ?? []), ...(item.parameters ?? [])] as Parameter[];
        if (operation)
          operations[`${document} ${method.toUpperCase()} ${path}`] = simplify(operation, parameters);
      }
  return operations;
}

function simplify({ requestBody, responses = {} }: Operation, parameters: Parameter[]): OpenApiOperation {
  const [path, headers, query] = ['path', 'header', 'query'].map((place) =>
    parametersSchema(parameters.filter((parameter) => parameter.in === place)),
  );
  const body = requestBody && {
    required: ('required' in requestBody && requestBody.required) || false,
    schema: checkedKeywords(contentSchema(requestBody), ['writeOnly']),
  };
  return {
    ...(path && { path }),
    ...(headers && { headers }),
    ...(query && { query }),
    ...(body && { body }),
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, response]) => [
        status,
        checkedKeywords(contentSchema(response) ?? { type: 'null' }, ['readOnly', 'format']),
      ]),
    ),
  };
}

function parametersSchema(parameters: Parameter[]): JsonSchema | undefined {
  if (parameters.length === 0) return undefined;
  const names = new Map(
    parameters.map(({ in: place, name }) => [name, place === 'header' ? name.toLowerCase() : name]),
  );
  return {
    properties: Object.fromEntries(
      parameters.map(({ name, schema }) => [names.get(name), checkedKeywords(schema, [])]),
    ),
    required: parameters.filter(({ required }) => required).map(({ name }) => names.get(name) as string),
  };
}

function contentSchema(message: object): Schema | undefined {
  const { content } = message as { content?: Record<string, { schema: Schema }> };
  const [[mediaType, { schema }] = ['', {}], ...others] = Object.entries(content ?? {}) as [
    [string, { schema?: Schema }]?,
    ...unknown[],
  ];
  if (others.length > 0 || !['', 'application/json'].includes(mediaType))
    throw new Error(`another media type than application/json: ${Object.keys(content ?? {}).join()}`);
  return schema;
}

/** @param meaningless keywords that mean nothing in requests, or in responses. */
function checkedKeywords(schema: Schema | undefined, meaningless: string[]): JsonSchema {
  const kept: [string, unknown][] = [];
  for (const [keyword, value] of Object.entries(schema ?? {})) {
    // The official validators check no other format of a response.
    const isChecked = keyword === 'format' && value === 'uint64';
    if (!isChecked && [...ANNOTATIONS, ...UNCHECKED, ...meaningless].includes(keyword)) continue;
    if (!CHECKED.includes(keyword)) throw new Error(`unknown keyword: ${keyword}`);
    kept.push([keyword, withCheckedKeywords(keyword, value, meaningless)]);
  }
  return Object.fromEntries(kept) as JsonSchema;
}

function withCheckedKeywords(keyword: string, value: unknown, meaningless: string[]): unknown {
  if (keyword === 'items') return checkedKeywords(value as Schema, meaningless);
  if (/^(any|one|all)Of$/.test(keyword))
    return (value as Schema[]).map((schema) => checkedKeywords(schema, meaningless));
  if (keyword !== 'properties') return value;
  return Object.fromEntries(
    Object.entries(value as Record<string, Schema>).map(([name, schema]) => [
      name,
      checkedKeywords(schema, meaningless),
    ]),
  );
}

/** Members of the documents may be the same objects. */
function replacePattern(value: unknown, seen: Set<unknown>): void {
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  const members = value as Schema;
  for (const [name, member] of Object.entries(members))
    if (member === BACKTRACKING_PATTERN) members[name] = LINEAR_PATTERN;
    else replacePattern(member, seen);
}
