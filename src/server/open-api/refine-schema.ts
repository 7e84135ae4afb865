import { Refine } from 'typebox';
import { Check } from 'typebox/schema';
import type { JsonSchema } from './json-schema.js';

/** Returns the schema with what typebox does not know, or not fast enough. */
export function refineSchema(schema: JsonSchema): object {
  return JSON.parse(JSON.stringify(schema), (_name, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    if ('uniqueItems' in value) return refineUniqueItems(value);
    return 'format' in value && value.format === 'uint64' ? refineUint64(value) : value;
  }) as object;
}

/**
 * To report equal items, typebox lists them all in quadratic time: seconds for a grant request of 60 kB. To
 * find whether there are any, it needs linear time.
 */
function refineUniqueItems({ uniqueItems, ...others }: { uniqueItems: unknown }): object {
  const isUnique = (value: unknown) => !Array.isArray(value) || Check({ uniqueItems }, value);
  return Refine(others, isUnique, () => 'must not have duplicate items');
}

/** Not a format of typebox, because these are global: a site's server may use typebox, too. */
function refineUint64(schema: object): object {
  const isValid = (value: unknown) => typeof value !== 'string' || isUint64(value);
  return Refine(schema, isValid, () => 'must match format "uint64"');
}

/** Like the official validators, accepts what BigInt does, such as `0x1f`. */
function isUint64(text: string): boolean {
  try {
    return BigInt(text) >= 0n;
  } catch {
    return false;
  }
}
