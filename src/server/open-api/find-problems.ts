import { findDuplicates } from './find-duplicates.js';
import type { Formats } from './formats.js';
import { isOfType, type JsonSchema } from './json-schema.js';
import { numberProblems, stringProblems } from './scalar-problems.js';

/**
 * Returns what is wrong with `value`: the same problems in the same words and order as the official
 * validators, which need a second of CPU time to compile the documents with Ajv.
 *
 * Sets members that have a default, as they do: not below `anyOf` and `oneOf`.
 * @param path where the value is, for the texts.
 */
export function findProblems(schema: JsonSchema, value: unknown, path: string, formats: Formats): string[] {
  const problems: string[] = [];
  check(schema, value, { path, formats, problems, setsDefaults: true });
  return problems;
}

interface Position {
  readonly path: string;
  readonly formats: Formats;
  readonly problems: string[];
  readonly setsDefaults: boolean;
}

type CheckKeywords = (schema: JsonSchema, value: never, at: Position) => void;

/** In Ajv's order. It reports a wrong type where it would have checked the keywords of the type. */
const GROUPS: readonly (readonly [
  type: string | null,
  keywords: readonly (keyof JsonSchema)[],
  check: CheckKeywords,
])[] = [
  ['number', ['maximum', 'minimum'], checkNumber],
  ['string', ['maxLength', 'minLength', 'pattern', 'format'], checkString],
  [null, [], checkAnyType],
  ['array', ['maxItems', 'minItems', 'items', 'uniqueItems'], checkArray],
  ['object', ['required', 'additionalProperties', 'properties'], checkObject],
];

function check(schema: JsonSchema, value: unknown, at: Position): void {
  const { type } = schema;
  const isWrongType = type !== undefined && ![type].flat().some((name) => isOfType(value, name));
  const groupOfType =
    isWrongType &&
    GROUPS.find(
      ([name, keywords]) => name === type && keywords.some((keyword) => schema[keyword] !== undefined),
    );
  const reportType = () => report(at, `must be ${String(type)}`);
  if (isWrongType && !groupOfType) reportType();
  for (const group of GROUPS) {
    const [name, , checkKeywords] = group;
    if (name === null || isOfType(value, name)) checkKeywords(schema, value as never, at);
    else if (group === groupOfType) reportType();
  }
}

function checkNumber(schema: JsonSchema, value: number, at: Position): void {
  for (const problem of numberProblems(schema, value)) report(at, problem);
}

function checkString(schema: JsonSchema, value: string, at: Position): void {
  for (const problem of stringProblems(schema, value, at.formats)) report(at, problem);
}

function checkAnyType(schema: JsonSchema, value: unknown, at: Position): void {
  const { enum: values, anyOf, oneOf, allOf = [] } = schema;
  if (values && !values.includes(value)) report(at, 'must be equal to one of the allowed values');
  if (anyOf) checkAlternatives(anyOf, value, at, 'must match a schema in anyOf');
  if (oneOf) checkAlternatives(oneOf, value, at, 'must match exactly one schema in oneOf', true);
  for (const part of allOf) check(part, value, at);
}

function checkAlternatives(
  alternatives: readonly JsonSchema[],
  value: unknown,
  at: Position,
  problem: string,
  mustBeOnlyOne = false,
): void {
  const { problems } = at;
  const before = problems.length;
  let matches = 0;
  for (const alternative of alternatives) {
    if (matches > (mustBeOnlyOne ? 1 : 0)) break;
    const soFar = problems.length;
    check(alternative, value, { ...at, setsDefaults: false });
    if (problems.length === soFar) matches += 1;
  }
  if (matches === 1) problems.length = before;
  else report(at, problem);
}

function checkArray(schema: JsonSchema, values: unknown[], at: Position): void {
  const { maxItems, minItems, uniqueItems, items } = schema;
  if (maxItems !== undefined && values.length > maxItems)
    report(at, `must NOT have more than ${maxItems} items`);
  if (minItems !== undefined && values.length < minItems)
    report(at, `must NOT have fewer than ${minItems} items`);
  if (items) values.forEach((value, index) => check(items, value, below(at, index)));
  const duplicates = uniqueItems && findDuplicates(values, items);
  if (duplicates)
    report(at, `must NOT have duplicate items (items ## ${duplicates.join(' and ')} are identical)`);
}

function checkObject(schema: JsonSchema, members: Record<string, unknown>, at: Position): void {
  const { required = [], additionalProperties, properties = {} } = schema;
  for (const [name, { default: value }] of Object.entries(properties))
    if (at.setsDefaults && value !== undefined && members[name] === undefined) members[name] = value;
  for (const name of required)
    if (members[name] === undefined) report(at, `must have required property '${name}'`);
  if (additionalProperties === false)
    for (const name of Object.keys(members))
      if (!Object.hasOwn(properties, name)) report(at, 'must NOT have additional properties', `: ${name}`);
  for (const [name, property] of Object.entries(properties))
    if (members[name] !== undefined) check(property, members[name], below(at, name));
}

function below(at: Position, name: string | number): Position {
  return { ...at, path: at.path === '' ? String(name) : `${at.path}.${name}` };
}

/** The official validators replace every slash, even those of a pattern, but not the member's name. */
function report({ path, problems }: Position, text: string, suffix = ''): void {
  problems.push((path === '' ? text : `${path} ${text}`).replaceAll('/', '.') + suffix);
}
