/** So much of it must be seen that it counts as seen: a page that is zoomed cuts fractions of pixels. */
const ALMOST_ALL = 0.98;

/** Shows `hint` while `target` is further down than the window reaches. */
export function showWhileBelow(hint: HTMLElement, target: Element): void {
  const look = (entries: IntersectionObserverEntry[]): void => {
    const entry = entries.at(-1);
    if (!entry) return;
    hint.hidden = entry.intersectionRatio >= ALMOST_ALL || entry.boundingClientRect.top < 0;
  };
  new IntersectionObserver(look, { threshold: [0, ALMOST_ALL] }).observe(target);
}
