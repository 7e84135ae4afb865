import { isInFront, watchWindow } from './settled-window.js';
import { watchPresses } from './whole-press.js';

export interface Armed {
  readonly armed: boolean;
}

/**
 * Lets `button` be pressed only in a window that has settled, by a press that begins and ends on it: so nobody presses it who was lured into a
 * double click, or into holding a key, elsewhere. A mouse that lies still and a key may be pressed for something else again and again, so before
 * them the pointer has to move or another key to be pressed; a finger has nothing to move. Whoever presses too soon waits again.
 * The button stays focusable all the time, and `say` tells in words whether it works.
 */
export function armButton(button: HTMLButtonElement, say: (text: string) => void): Armed {
  const state = { armed: false };
  let used = false;
  let tooSoon = false;

  const update = (): void => {
    state.armed = front.settled && (used || matches('(pointer: coarse)'));
    button.setAttribute('aria-disabled', String(!state.armed));
    say(words());
  };
  const words = (): string => {
    if (state.armed) return 'You can go on now.';
    if (front.settled) return matches('(any-pointer: coarse)') ? `${MOVE} A finger can tap it now.` : MOVE;
    if (!isInFront()) return 'Press anywhere on this page. A moment later the button works.';
    return tooSoon ? 'That was too soon. Wait a moment, then press again.' : 'The button works in a moment.';
  };
  const use = ({ isTrusted }: Event): void => {
    if (!isTrusted || used) return;
    used = true;
    update();
  };

  const presses = watchPresses(button, (event) => front.settled && isInFront() && (used || !needsUse(event)));
  const front = watchWindow(() => {
    if (!front.settled) {
      used = false;
      presses.spoil();
    } else tooSoon = false;
    update();
  });
  window.addEventListener('pointermove', use);
  window.addEventListener('keydown', (event) => !event.repeat && use(event), true);
  window.addEventListener('pointerdown', ({ isTrusted }) => {
    if (!isTrusted || front.settled) return;
    tooSoon = true;
    front.restart();
  });
  button.addEventListener('click', (event) => {
    if (!presses.isWhole(event)) return event.preventDefault();
    used = true;
    update();
  });
  front.restart();
  return state;
}

const MOVE = 'Move the pointer or press a key: then the button works.';

function matches(pointer: string): boolean {
  return matchMedia(pointer).matches;
}

/** A screen reader's press has no pressure, whatever pointer it says to be. */
function needsUse(event: UIEvent): boolean {
  if (event.type === 'click') return false;
  if (!(event instanceof PointerEvent)) return true;
  return event.pointerType !== 'touch' && event.pointerType !== 'pen' && event.pressure > 0;
}
