import { isWindowActive, watchWindowStability } from './stable-window.js';
import { trackPresses } from './press-tracker.js';

export interface ProtectedButton {
  readonly enabled: boolean;
}

/**
 * Protects `button` against clickjacking. A press counts only in a stable window, and only if it starts and
 * ends on the button. So a visitor who is lured into a double click or a held key elsewhere does not press
 * it. Repeated clicks with a still mouse, or repeated key presses, may be meant for another page. So the
 * pointer must move first, or another key must be pressed; touch is exempt. A press that is too early
 * restarts the wait. The button stays focusable.
 * @param announce called with a text that describes whether the button works.
 */
export function protectButton(button: HTMLButtonElement, announce: (text: string) => void): ProtectedButton {
  const state = { enabled: false };
  let hasUserInput = false;
  let pressedTooSoon = false;

  const update = (): void => {
    state.enabled = windowStability.stable && (hasUserInput || matchesMedia('(pointer: coarse)'));
    button.setAttribute('aria-disabled', String(!state.enabled));
    announce(statusText());
  };
  const statusText = (): string => {
    if (state.enabled) return 'You can continue now.';
    if (windowStability.stable)
      return matchesMedia('(any-pointer: coarse)')
        ? `${MOVE_POINTER_TEXT} Or tap it with a finger.`
        : MOVE_POINTER_TEXT;
    if (!isWindowActive()) return 'Press anywhere on this page. The button works a moment later.';
    return pressedTooSoon
      ? 'That was too soon. Wait a moment, then press again.'
      : 'The button will work in a moment.';
  };
  const onUserInput = ({ isTrusted }: Event): void => {
    if (!isTrusted || hasUserInput) return;
    hasUserInput = true;
    update();
  };

  const pressTracker = trackPresses(
    button,
    (event) => windowStability.stable && isWindowActive() && (hasUserInput || !requiresUserInput(event)),
  );
  const windowStability = watchWindowStability(() => {
    if (!windowStability.stable) {
      hasUserInput = false;
      pressTracker.invalidate();
    } else pressedTooSoon = false;
    update();
  });
  window.addEventListener('pointermove', onUserInput);
  window.addEventListener('keydown', (event) => !event.repeat && onUserInput(event), true);
  window.addEventListener('pointerdown', ({ isTrusted }) => {
    if (!isTrusted || windowStability.stable) return;
    pressedTooSoon = true;
    windowStability.restart();
  });
  button.addEventListener('click', (event) => {
    if (!pressTracker.isComplete(event)) return event.preventDefault();
    hasUserInput = true;
    update();
  });
  windowStability.restart();
  return state;
}

const MOVE_POINTER_TEXT = 'Move the pointer or press a key to enable the button.';

function matchesMedia(pointer: string): boolean {
  return matchMedia(pointer).matches;
}

/** Presses by screen readers have no pressure, whatever their pointer type. */
function requiresUserInput(event: UIEvent): boolean {
  if (event.type === 'click') return false;
  if (!(event instanceof PointerEvent)) return true;
  return event.pointerType !== 'touch' && event.pointerType !== 'pen' && event.pressure > 0;
}
