/** The parts of Web IDL that JavaScript classes do not provide. */

import { define } from './patch.js';

interface InterfaceObject {
  readonly prototype: object;
}

// https://webidl.spec.whatwg.org/#interface-prototype-object
export function defineInterface({ prototype }: InterfaceObject, name: string): void {
  for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (key !== 'constructor') define(prototype, key, { ...descriptor, enumerable: true });
  }
  define(prototype, Symbol.toStringTag, { value: name, configurable: true });
}

// https://tc39.es/ecma262/#sec-object-type
export function isObject(value: unknown): value is object {
  return Object(value) === value;
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

/** Returns a required dictionary member. @throws TypeError with the platform's wording if it is missing. */
export function required(value: unknown, member: string, dictionaryName: string): unknown {
  if (value !== undefined) return value;
  throw constructorError(
    `Failed to read the '${member}' property from '${dictionaryName}': Required member is undefined.`,
  );
}

// https://webidl.spec.whatwg.org/#js-dictionary
export function toDictionary(value: unknown, dictionaryName: string): object {
  if (value === undefined || value === null) return {};
  if (isObject(value)) return value;
  throw constructorError(`The provided value is not of type '${dictionaryName}'.`);
}

/**
 * A TypeError with the platform's wording. MonetizationEvent is the only interface that a page can construct.
 */
export function constructorError(message: string): TypeError {
  return new TypeError(`Failed to construct 'MonetizationEvent': ${message}`);
}

/**
 * The internal slots of a platform object.
 * @throws TypeError with the platform's wording for any other object.
 */
export function slotsOf<T extends object, S>(slots: WeakMap<T, S>, object: T): S {
  const found = slots.get(object);
  if (found === undefined) throw new TypeError('Illegal invocation');
  return found;
}
