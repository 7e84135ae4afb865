import type { Formats } from './formats.js';
import type { JsonSchema } from './json-schema.js';

export function numberProblems({ maximum, minimum }: JsonSchema, value: number): string[] {
  const problems: string[] = [];
  if (maximum !== undefined && value > maximum) problems.push(`must be <= ${maximum}`);
  if (minimum !== undefined && value < minimum) problems.push(`must be >= ${minimum}`);
  return problems;
}

export function stringProblems(schema: JsonSchema, value: string, formats: Formats): string[] {
  const { maxLength, minLength, pattern, format } = schema;
  const problems: string[] = [];
  if (maxLength !== undefined && lengthOf(value) > maxLength)
    problems.push(`must NOT have more than ${maxLength} characters`);
  if (minLength !== undefined && lengthOf(value) < minLength)
    problems.push(`must NOT have fewer than ${minLength} characters`);
  if (pattern !== undefined && !regExpOf(pattern).test(value))
    problems.push(`must match pattern "${pattern}"`);
  if (format !== undefined && formats[format]?.(value) === false)
    problems.push(`must match format "${format}"`);
  return problems;
}

/** In characters, not in UTF-16 units. */
function lengthOf(text: string): number {
  return [...text].length;
}

/** The few patterns of the documents. */
const regExps = new Map<string, RegExp>();

function regExpOf(pattern: string): RegExp {
  const regExp = regExps.get(pattern) ?? new RegExp(pattern, 'u');
  regExps.set(pattern, regExp);
  return regExp;
}
