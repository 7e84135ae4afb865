// Captured at load, because the undo may run after a page has replaced them.
const { defineProperty, deleteProperty, getOwnPropertyDescriptor } = Reflect;

/** Defines a property if possible. Ignores members that a page has added to Object.prototype. */
export function define(target: object, key: PropertyKey, descriptor: PropertyDescriptor): void {
  defineProperty(target, key, { __proto__: null, ...descriptor } as PropertyDescriptor);
}

/** Defines a property. The undo restores the previous descriptor, unless ours has been replaced. */
export function patch(target: object, key: PropertyKey, descriptor: PropertyDescriptor): () => void {
  const previous = getOwnPropertyDescriptor(target, key);
  define(target, key, descriptor);

  return () => {
    const current = getOwnPropertyDescriptor(target, key);
    if (current?.value !== descriptor.value || current?.get !== descriptor.get) return;
    if (previous) define(target, key, previous);
    else deleteProperty(target, key);
  };
}
