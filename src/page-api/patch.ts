/** Defines a property. The undo puts the former descriptor back, unless someone else has replaced ours by then. */
export function patch(target: object, key: PropertyKey, descriptor: PropertyDescriptor): () => void {
  const former = Object.getOwnPropertyDescriptor(target, key);
  Object.defineProperty(target, key, descriptor);

  return () => {
    const current = Object.getOwnPropertyDescriptor(target, key);
    if (!current || current.value !== descriptor.value || current.get !== descriptor.get) return;
    if (former) Object.defineProperty(target, key, former);
    else Reflect.deleteProperty(target, key);
  };
}
