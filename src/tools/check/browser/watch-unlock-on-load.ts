/** Further elements of a page are ignored. */
const MAX_ELEMENTS = 5_000;

/** Records elements that become visible on `load` of a monetization link. @returns their selectors. */
export function watchUnlockOnLoad(): () => string[] {
  const unlocked = new Set<string>();
  // Captured at the document, because `load` events of elements do not reach the window.
  document.addEventListener(
    'load',
    ({ target }) => {
      if (!(target instanceof HTMLLinkElement) || !/\bmonetization\b/i.test(target.rel)) return;
      const hidden = contentElements().filter((element) => !element.checkVisibility());
      // After the page's listeners.
      setTimeout(() => {
        for (const element of hidden) if (element.checkVisibility()) unlocked.add(toSelector(element));
      });
    },
    true,
  );
  return () => [...unlocked];
}

function contentElements(): Element[] {
  return [...document.querySelectorAll('body *:not(script, style, template, link)')].slice(0, MAX_ELEMENTS);
}

function toSelector(element: Element): string {
  const name = element.localName;
  if (element.id) return `${name}#${element.id}`;
  return [name, ...element.classList].join('.');
}
