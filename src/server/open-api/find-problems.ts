import { Compile, type Validator } from 'typebox/schema';
import type { JsonSchema } from './json-schema.js';
import { refineSchema } from './refine-schema.js';

/** Compiled at first use, once per process. */
const validators = new WeakMap<JsonSchema, Validator<object>>();

/**
 * Returns what is wrong with `value`: the first problems, each with its place. Sets members that have a
 * default.
 * @param path where the value is.
 */
export function findProblems(schema: JsonSchema, value: unknown, path: string): string[] {
  let validator = validators.get(schema);
  if (!validator) validators.set(schema, (validator = Compile(refineSchema(schema))));
  setDefaults(schema, value);
  if (validator.Check(value)) return [];
  const [, errors] = validator.Errors(value);
  const problems = errors
    .filter(({ keyword }) => keyword !== 'additionalProperties')
    .map(({ keyword, instancePath, message }) => {
      const place = `${path}${instancePath}`.replaceAll('/', '.').replace(/^\./, '');
      // typebox reports first that the schema of each additional member is false.
      const problem = keyword === 'boolean' ? 'must not be an additional property' : message;
      return place === '' ? problem : `${place} ${problem}`;
    });
  // The check has refused it, whatever the list of errors says.
  return problems.length > 0 ? problems : [`${path} does not match its schema`.trim()];
}

/** As the official validators, not below `anyOf` and `oneOf`. */
function setDefaults({ properties, items, allOf }: JsonSchema, value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    if (items) for (const item of value) setDefaults(items, item);
    return;
  }
  const members = value as Record<string, unknown>;
  for (const [name, schema] of Object.entries(properties ?? {})) {
    if (schema.default !== undefined && members[name] === undefined) members[name] = schema.default;
    setDefaults(schema, members[name]);
  }
  for (const part of allOf ?? []) setDefaults(part, value);
}
