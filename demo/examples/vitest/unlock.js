/** Shows an element after a payment. Returns a function that removes the listener. */
export function unlock(element) {
  const show = () => (element.hidden = false);
  window.addEventListener('monetization', show);
  return () => window.removeEventListener('monetization', show);
}
