/** A page in a frame can be dressed by the one around it, and a sandboxed one has no origin that a cookie or a message could name. */
export function checkOwnWindow(): void {
  if (window.top === window && self.origin !== 'null') return;
  throw new Error('This page works only in a window of its own.');
}
