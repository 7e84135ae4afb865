import { findProblems } from '../../server/open-api/find-problems.js';
import type { JsonSchema } from '../../server/open-api/json-schema.js';
import type { OpenApiOperation } from '../../server/open-api/operation.js';
import type { WalletRequest } from './wallet-request.js';

/** The status is that of the live servers; the words after their prefix are typebox's. */
export interface RequestProblem {
  readonly status: number;
  readonly text: string;
}

type Parameters = Record<string, unknown>;

/**
 * Returns how a request differs from its OpenAPI document: one problem, with the status of the live servers.
 * Converts the parameters to their types, in place.
 */
export function findRequestProblem(
  operation: OpenApiOperation,
  { params, headers, query, body }: Pick<WalletRequest, 'params' | 'headers' | 'query' | 'body'>,
): RequestProblem | undefined {
  convertParameters(operation.headers, headers);
  convertParameters(operation.query, query);
  const inBody = findBodyProblem(operation.body, headers['content-type'], body);
  if (inBody?.isFirst) return inBody;
  for (const [schema, values] of [
    [operation.path, params],
    [operation.headers, headers],
    [operation.query, query],
  ] as const) {
    const [text] = schema ? findProblems(schema, values, '') : [];
    if (text !== undefined) return { status: 400, text };
  }
  return inBody;
}

function convertParameters(schema: JsonSchema | undefined, values: Parameters): void {
  for (const [name, { type }] of Object.entries(schema?.properties ?? {})) {
    const value = values[name];
    if (!Object.hasOwn(values, name)) continue;
    if (type === 'string') values[name] = String(value);
    const integer = type === 'integer' ? Math.floor(Number(value)) : NaN;
    if (!Number.isNaN(integer)) values[name] = integer;
  }
}

/** Problems of the parameters come before a missing body and an unsupported media type. */
function findBodyProblem(
  expected: OpenApiOperation['body'],
  contentType: string | undefined,
  body: unknown,
): (RequestProblem & { readonly isFirst: boolean }) | undefined {
  if (!expected) return undefined;
  if (!contentType) {
    if (!expected.required) return undefined;
    return { status: 400, text: 'body media type is not specified', isFirst: true };
  }
  if (!isJsonMediaType(contentType))
    return { status: 415, text: `Unsupported Content-Type ${contentType}`, isFirst: false };
  if (body) {
    const [text] = findProblems(expected.schema, body, 'body');
    return text === undefined ? undefined : { status: 400, text, isFirst: true };
  }
  if (!expected.required) return undefined;
  const text = 'request.body was not present in the request.  Is a body-parser being used?';
  return { status: 400, text, isFirst: false };
}

const TOKEN = "[!#$%&'*+.^_`|~0-9a-z-]+";
const QUOTED = '"(?:[ !#-\\[\\]-~\\x80-\\xff]|\\\\[ -\\xff])*"';
const MEDIA_TYPE = new RegExp(`^${TOKEN}/${TOKEN}$`, 'i');
const MEDIA_TYPE_PARAMETERS = new RegExp(`^(?:; *${TOKEN} *= *(?:${QUOTED}|${TOKEN}) *)*$`, 'i');

/** Like the live servers, accepts parts of `application/json`, such as `n/j`. */
function isJsonMediaType(contentType: string): boolean {
  const [mediaType = ''] = contentType.split(';', 1);
  const type = mediaType.trim().toLowerCase();
  const parameters = contentType.slice(mediaType.length);
  return 'application/json'.includes(type) && MEDIA_TYPE.test(type) && MEDIA_TYPE_PARAMETERS.test(parameters);
}
