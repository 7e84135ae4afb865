/** After this time, a press is intentional. A press that was aimed at another window comes sooner. */
const STABLE_AFTER_MS = 800;
/**
 * A sliding URL bar or keyboard changes the height by less than this. A window resized for an attack changes
 * by more.
 */
const MAX_HEIGHT_CHANGE_RATIO = 1 / 4;

export interface StableWindow {
  /** The window was focused, visible and of the same size for {@link STABLE_AFTER_MS} milliseconds. */
  readonly stable: boolean;
  /** Restarts the wait. */
  restart(): void;
}

/** @param onChange called when a wait starts and when it ends. */
export function watchWindowStability(onChange: () => void): StableWindow {
  const state = { stable: false, restart };
  let timer = 0;
  let size = { width: innerWidth, height: innerHeight };

  function restart(): void {
    clearTimeout(timer);
    size = { width: innerWidth, height: innerHeight };
    state.stable = false;
    onChange();
    if (!isWindowActive()) return;
    timer = window.setTimeout(() => {
      state.stable = true;
      onChange();
    }, STABLE_AFTER_MS);
  }

  for (const type of ['focus', 'blur']) window.addEventListener(type, restart);
  document.addEventListener('visibilitychange', restart);
  // Compared with the size at the start of the wait, so that many small changes add up.
  window.addEventListener('resize', () => {
    const { width, height } = size;
    if (innerWidth !== width || Math.abs(innerHeight - height) >= height * MAX_HEIGHT_CHANGE_RATIO) restart();
  });
  return state;
}

export function isWindowActive(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}
