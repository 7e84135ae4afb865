/** The parts of Web IDL that a JavaScript class does not bring along. */

interface InterfaceObject {
  readonly prototype: object;
}

// https://webidl.spec.whatwg.org/#interface-prototype-object
export function defineInterface(constructor: InterfaceObject, name: string): void {
  const { prototype } = constructor;
  for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (key !== 'constructor') Object.defineProperty(prototype, key, { ...descriptor, enumerable: true });
  }
  Object.defineProperty(prototype, Symbol.toStringTag, { value: name, configurable: true });
}

// https://webidl.spec.whatwg.org/#js-DOMString
export function toDOMString(value: unknown): string {
  // A template throws a TypeError for a symbol, as Web IDL wants; String() does not.
  return `${value as string}`;
}

// https://webidl.spec.whatwg.org/#js-USVString
export function toUSVString(value: unknown): string {
  return toDOMString(value).replace(/\p{Surrogate}/gu, '\uFFFD');
}

// https://webidl.spec.whatwg.org/#js-octet
export function toOctet(value: unknown): number {
  return new Uint8Array([Number(value)])[0] ?? 0;
}

export function toNullable<T>(convert: (value: unknown) => T): (value: unknown) => T | null {
  return (value) => (value === null || value === undefined ? null : convert(value));
}

/** Reads a dictionary's required member, with the platform's words when it is not there. */
export function requiredMember<T>(
  dictionary: Readonly<Record<string, unknown>>,
  dictionaryName: string,
  member: string,
  convert: (value: unknown) => T,
): T {
  const value = dictionary[member];
  const context = `Failed to read the '${member}' property from '${dictionaryName}'`;
  if (value === undefined) throw new TypeError(`${context}: Required member is undefined.`);
  try {
    return convert(value);
  } catch (cause) {
    throw new TypeError(`${context}: ${(cause as Error).message}`, { cause });
  }
}

// https://webidl.spec.whatwg.org/#js-dictionary
export function toDictionary(value: unknown, dictionaryName: string): Readonly<Record<string, unknown>> {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' && typeof value !== 'function') {
    throw new TypeError(`The provided value is not of type '${dictionaryName}'.`);
  }
  return value as Readonly<Record<string, unknown>>;
}

/** The internal slots of a platform object, or the platform's words when `object` is not one. */
export function slotsOf<T extends object, S>(slots: WeakMap<T, S>, object: T): S {
  const found = slots.get(object);
  if (found === undefined) throw new TypeError('Illegal invocation');
  return found;
}
