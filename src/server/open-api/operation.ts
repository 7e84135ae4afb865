import { Refine } from 'typebox';
import { Check } from 'typebox/schema';
import type { JsonSchema } from './json-schema.js';
import { OPERATIONS } from './operations.js';

export type DocumentName = 'auth' | 'resource' | 'wallet-address';

/** The name of an operation in its OpenAPI document. */
export interface OperationName {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
}

/** What an OpenAPI document states about an operation's requests and responses. */
export interface OpenApiOperation {
  /** Schemas of all parameters at once. The names of headers are in lower case. */
  readonly path?: JsonSchema;
  readonly headers?: JsonSchema;
  readonly query?: JsonSchema;
  readonly body?: { readonly required: boolean; readonly schema: JsonSchema };
  /** By status. */
  readonly responses: Readonly<Record<string, JsonSchema>>;
}

const operations = new Map<string, OpenApiOperation>();

/** An operation of the official documents, parsed once per process. */
export function readOperation(document: DocumentName, { method, path }: OperationName): OpenApiOperation {
  const name = `${document} ${method} ${path}`;
  const text = OPERATIONS[name];
  if (text === undefined) throw new Error(`The OpenAPI documents have no ${method} ${path}.`);
  const operation =
    operations.get(name) ??
    (JSON.parse(text, (_name, value: unknown) => refineUniqueItems(value)) as OpenApiOperation);
  operations.set(name, operation);
  return operation;
}

/**
 * To report equal items, typebox lists them all, which takes quadratic time: 17 s for a grant request of 60
 * kB. To find whether there are any, it needs linear time.
 */
function refineUniqueItems(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('uniqueItems' in value)) return value;
  const { uniqueItems, ...others } = value;
  const isUnique = (items: unknown) => !Array.isArray(items) || Check({ uniqueItems }, items);
  return Refine(others, isUnique, () => 'must not have duplicate items');
}
