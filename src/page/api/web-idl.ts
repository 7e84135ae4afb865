/** The parts of Web IDL that JavaScript classes do not provide. */

import { define } from './patch.js';

interface InterfaceObject {
  readonly prototype: object;
}

// https://webidl.spec.whatwg.org/#interface-prototype-object
export function defineInterface({ prototype }: InterfaceObject, name: string): void {
  for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(prototype)))
    define(prototype, key, { ...descriptor, enumerable: key !== 'constructor' });
  define(prototype, Symbol.toStringTag, { value: name, configurable: true });
}

// https://webidl.spec.whatwg.org/#js-DOMString
export function toDOMString(value: unknown): string {
  // A template literal throws a TypeError for a symbol, as Web IDL requires. String() does not.
  return `${value as string}`;
}

// https://webidl.spec.whatwg.org/#js-USVString
export function toUSVString(value: unknown): string {
  return toDOMString(value).replace(/\p{Surrogate}/gu, '\uFFFD');
}

// https://webidl.spec.whatwg.org/#js-octet
export function toOctet(value: unknown): number {
  return (value as number) & 255;
}

/** Converts a nullable member. A missing member becomes null. */
export function nullable<T>(value: unknown, convert: (value: unknown) => T): T | null {
  return value === null || value === undefined ? null : convert(value);
}

/**
 * Returns a required member of a dictionary. A value that is no object has none. A page can construct only
 * MonetizationEvent.
 * @throws TypeError like the platform's if it is missing.
 */
// https://webidl.spec.whatwg.org/#js-dictionary
export function required<Dictionary extends object>(
  dictionary: Dictionary,
  member: keyof Dictionary & string,
): unknown {
  const value: unknown = dictionary[member];
  if (value !== undefined) return value;
  throw new TypeError(
    `Failed to construct 'MonetizationEvent': Failed to read the '${member}' property: Required member is undefined.`,
  );
}

/**
 * The internal slots of a platform object.
 * @throws TypeError with the platform's wording for any other object.
 */
export function slotsOf<T extends object, S>(slots: WeakMap<T, S>, object: T): S {
  const found = slots.get(object);
  if (!found) throw new TypeError('Illegal invocation');
  return found;
}
