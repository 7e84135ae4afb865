/** Who has looked at something for so long may mean to press it. A press that was aimed at another window comes sooner. */
const SETTLE = 800;
/** A URL bar or a keyboard that slides takes less than this part of the height. A window that was made for another purpose changes by more. */
const PART_OF_HEIGHT = 1 / 4;

export interface SettledWindow {
  /** The window had focus and was visible for {@link SETTLE} milliseconds without a break, and kept its size. */
  readonly settled: boolean;
  /** What the wait is for begins anew. */
  restart(): void;
}

/** @param changed called whenever the wait begins and when it is over. */
export function watchWindow(changed: () => void): SettledWindow {
  const state = { settled: false, restart };
  let timer = 0;
  let size = { width: innerWidth, height: innerHeight };

  function restart(): void {
    clearTimeout(timer);
    size = { width: innerWidth, height: innerHeight };
    state.settled = false;
    changed();
    if (!isInFront()) return;
    timer = window.setTimeout(() => {
      state.settled = true;
      changed();
    }, SETTLE);
  }

  for (const type of ['focus', 'blur']) window.addEventListener(type, restart);
  document.addEventListener('visibilitychange', restart);
  // Compared with the size when the wait began, so that many small steps are not small.
  window.addEventListener('resize', () => {
    const { width, height } = size;
    if (innerWidth !== width || Math.abs(innerHeight - height) >= height * PART_OF_HEIGHT) restart();
  });
  return state;
}

export function isInFront(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}
