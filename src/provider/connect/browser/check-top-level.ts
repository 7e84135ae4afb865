/**
 * A parent page can disguise a frame (clickjacking). A sandboxed frame has an opaque origin, without cookies
 * and message targets.
 * @throws Error in a frame
 */
export function checkTopLevelWindow(): void {
  if (window.top === window && self.origin !== 'null') return;
  throw new Error('This page does not work in a frame.');
}
