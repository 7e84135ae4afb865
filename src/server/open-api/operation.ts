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
  const operation = operations.get(name) ?? (JSON.parse(text) as OpenApiOperation);
  operations.set(name, operation);
  return operation;
}
