/** Less than 1, because a zoomed page cuts off fractions of pixels. */
const MIN_VISIBLE_RATIO = 0.98;

/** Shows `hint` while `target` is below the visible part of the page. */
export function showScrollHint(hint: HTMLElement, target: Element): void {
  const onIntersection = (entries: IntersectionObserverEntry[]): void => {
    const entry = entries.at(-1);
    if (!entry) return;
    hint.hidden = entry.intersectionRatio >= MIN_VISIBLE_RATIO || entry.boundingClientRect.top < 0;
  };
  new IntersectionObserver(onIntersection, { threshold: [0, MIN_VISIBLE_RATIO] }).observe(target);
}
