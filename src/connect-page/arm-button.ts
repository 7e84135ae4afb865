/** Who has looked at something for so long may mean to press it. A click that was aimed at another window comes sooner. */
const SETTLE = 800;

export interface Armed {
  readonly armed: boolean;
}

/**
 * Lets `button` be pressed only in a window that had focus and was visible for {@link SETTLE} milliseconds without a break, and in which
 * the pointer moved or a key was pressed before: so nobody presses it who was lured into a double click, or into holding a key, elsewhere.
 * The button stays focusable all the time, and `say` tells in words whether it works.
 */
export function armButton(button: HTMLButtonElement, say: (text: string) => void): Armed {
  const state = { armed: false };
  let settled = false;
  let used = false;
  let pressed = false;
  let timer = 0;

  const update = (): void => {
    state.armed = settled && used;
    button.setAttribute('aria-disabled', String(!state.armed));
    if (state.armed) say('You can go on now.');
    else
      say(
        settled ? 'Move the pointer or press a key: then the button works.' : 'The button works in a moment.',
      );
  };
  const restart = (): void => {
    clearTimeout(timer);
    settled = used = pressed = false;
    update();
    if (document.visibilityState !== 'visible' || !document.hasFocus()) return;
    timer = window.setTimeout(() => {
      settled = true;
      update();
    }, SETTLE);
  };
  const use = ({ isTrusted }: Event): void => {
    if (!isTrusted || used) return;
    used = true;
    update();
  };

  for (const type of ['focus', 'blur', 'resize']) window.addEventListener(type, restart);
  document.addEventListener('visibilitychange', restart);
  window.addEventListener('pointermove', use);
  window.addEventListener(
    'keydown',
    (event) => {
      const presses = event.key === 'Enter' || (event.key === ' ' && event.target === button);
      // A key that is held was pressed somewhere else; one that is pressed too soon only counts as the key before.
      if (presses && (event.repeat || !state.armed)) event.preventDefault();
      if (!event.repeat) use(event);
    },
    true,
  );
  button.addEventListener('pointerdown', ({ isTrusted }) => (pressed = isTrusted && state.armed));
  button.addEventListener('click', (event) => {
    // Keys and assistive technology press without a pointer.
    const isWhole = event.detail === 0 || (event.detail === 1 && pressed);
    pressed = false;
    if (event.isTrusted && state.armed && isWhole) return;
    event.preventDefault();
    if (event.detail === 0) use(event);
  });
  restart();
  return state;
}
