import type { JsonSchema } from './json-schema.js';

/** The indices of two equal values that Ajv would name, or undefined. */
export function findDuplicates(values: unknown[], items: JsonSchema | undefined): number[] | undefined {
  return items?.type === 'string' ? findEqualTexts(values) : findEqualValues(values);
}

function findEqualTexts(values: unknown[]): number[] | undefined {
  const indices = new Map<string, number>();
  for (let index = values.length - 1; index >= 0; index -= 1) {
    const value = values[index];
    if (typeof value !== 'string') continue;
    const other = indices.get(value);
    if (other !== undefined) return [other, index];
    indices.set(value, index);
  }
  return undefined;
}

function findEqualValues(values: unknown[]): number[] | undefined {
  for (let index = values.length - 1; index >= 0; index -= 1)
    for (let other = index - 1; other >= 0; other -= 1)
      if (isEqualJson(values[index], values[other])) return [other, index];
  return undefined;
}

function isEqualJson(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return one === other;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const members = Object.entries(one);
  return (
    members.length === Object.keys(other).length &&
    members.every(
      ([name, value]) =>
        Object.hasOwn(other, name) && isEqualJson(value, (other as Record<string, unknown>)[name]),
    )
  );
}
