// Taken now, for the undo.
const { defineProperty, deleteProperty, getOwnPropertyDescriptor } = Reflect;

/** Defines a property if it can be. Members that a page has given to every object are none of the descriptor's. */
export function define(target: object, key: PropertyKey, descriptor: PropertyDescriptor): void {
  defineProperty(target, key, { __proto__: null, ...descriptor } as PropertyDescriptor);
}

/** Defines a property. The undo puts the former descriptor back, unless someone else has replaced ours by then. */
export function patch(target: object, key: PropertyKey, descriptor: PropertyDescriptor): () => void {
  const former = getOwnPropertyDescriptor(target, key);
  define(target, key, descriptor);

  return () => {
    const current = getOwnPropertyDescriptor(target, key);
    if (current?.value !== descriptor.value || current?.get !== descriptor.get) return;
    if (former) define(target, key, former);
    else deleteProperty(target, key);
  };
}
