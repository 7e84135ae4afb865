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

/** Linear, because anyone can send the sandbox wallet a list of thousands of values. */
function findEqualValues(values: unknown[]): number[] | undefined {
  const lastIndices = new Map<string, number>();
  let found: number[] | undefined;
  for (const [index, value] of values.entries()) {
    const text = toCanonicalText(value);
    const other = lastIndices.get(text);
    if (other !== undefined) found = [other, index];
    lastIndices.set(text, index);
  }
  return found;
}

/** Equal values have the same text, in whatever order their members are. */
function toCanonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toCanonicalText).join()}]`;
  // JSON.stringify has no infinite numbers.
  if (typeof value !== 'object' || value === null)
    return typeof value === 'string' ? JSON.stringify(value) : String(value);
  const members = Object.entries(value).map(
    ([name, member]) => `${JSON.stringify(name)}:${toCanonicalText(member)}`,
  );
  return `{${members.sort().join()}}`;
}
