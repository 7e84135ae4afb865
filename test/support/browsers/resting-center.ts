/**
 * A script for WebDriver's _execute async script_: the centre of the element that `expression` returns, or
 * null if the element is missing, covered, or moves between two frames. A tap at a place that was read while
 * the layout still shifts would miss.
 */
export function findRestingCenter(expression: string): string {
  return `
    const done = arguments[arguments.length - 1];
    const element = ${expression};
    if (!element) return done(null);
    element.scrollIntoView({ block: 'nearest' });
    const read = () => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return [Math.round(x + width / 2), Math.round(y + height / 2)];
    };
    const isHit = ([x, y]) => {
      let hit = document.elementFromPoint(x, y);
      for (let inner = hit; (inner = inner?.shadowRoot?.elementFromPoint(x, y)) && inner !== hit; ) hit = inner;
      for (; hit; hit = hit.assignedSlot ?? hit.parentNode ?? hit.host) if (hit === element) return true;
      return false;
    };
    requestAnimationFrame(() => {
      const first = read();
      requestAnimationFrame(() => {
        const second = read();
        done(String(first) === String(second) && isHit(second) ? second : null);
      });
    });`;
}
