/**
 * Adds or removes a capturing listener at the window.
 * @param change the native `addEventListener` or `removeEventListener`.
 */
export function changeListener(
  change: EventTarget['addEventListener'],
  types: readonly string[],
  listener: (event: never) => unknown,
): void {
  for (const type of types)
    // `load` events of elements do not propagate to the window.
    change.call(type === 'load' ? document : globalThis, type, listener as EventListener, true);
}
