/** Shows an element to who pays. Returns its end. */
export function unlock(element) {
  const show = () => (element.hidden = false);
  window.addEventListener('monetization', show);
  return () => window.removeEventListener('monetization', show);
}
