/** Of a page with more elements the first are looked at. */
const MOST_ELEMENTS = 5_000;

/** Notes what becomes visible while the page's listeners hear `load` at a monetization link. @returns it, as selectors. */
export function watchUnlocking(): () => string[] {
  const unlocked = new Set<string>();
  // The window does not hear of `load` at elements; the document does, before the link.
  document.addEventListener(
    'load',
    ({ target }) => {
      if (!(target instanceof HTMLLinkElement) || !/\bmonetization\b/i.test(target.rel)) return;
      const hidden = contentElements().filter((element) => !element.checkVisibility());
      // After the listeners, and what they did at once.
      setTimeout(() => {
        for (const element of hidden) if (element.checkVisibility()) unlocked.add(describe(element));
      });
    },
    true,
  );
  return () => [...unlocked];
}

function contentElements(): Element[] {
  return [...document.querySelectorAll('body *:not(script, style, template, link)')].slice(0, MOST_ELEMENTS);
}

function describe(element: Element): string {
  const name = element.localName;
  if (element.id) return `${name}#${element.id}`;
  return [name, ...element.classList].join('.');
}
