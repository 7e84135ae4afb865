/** What a click was made by: the pointer with this id, or a key. */
interface Press {
  readonly by: number | 'key';
  readonly begun: boolean;
  whole: boolean;
}

export interface Presses {
  /** Whether all of `click` happened at the button, from a press that was allowed to begin. Asked once for each click. */
  isWhole(click: MouseEvent): boolean;
  /** What is being pressed has begun in other circumstances. */
  spoil(): void;
}

/**
 * Looks at how `button` is pressed: a press that begins elsewhere, too soon, with another finger, or that ends elsewhere makes no click that counts.
 * A screen reader clicks without any press: with `detail` 0, or 1 as a pointer does. Then `mayBegin` is asked about the click.
 */
export function watchPresses(button: HTMLElement, mayBegin: (event: UIEvent) => boolean): Presses {
  let press: Press | null = null;
  const spoil = (): void => {
    if (press) press = { by: press.by, begun: false, whole: false };
  };
  // A finger is captured by what it touches first, so the target says nothing about where it is let go.
  const isOnButton = ({ clientX, clientY }: PointerEvent): boolean =>
    button.contains(document.elementFromPoint(clientX, clientY));

  const listen = <Type extends 'pointerdown' | 'pointerup' | 'pointercancel' | 'keydown'>(
    type: Type,
    hear: (event: WindowEventMap[Type]) => void,
  ): void => window.addEventListener(type, (event) => event.isTrusted && hear(event), true);

  listen('pointerdown', (event) => {
    press = {
      by: event.pointerId,
      begun: event.isPrimary && isOnButton(event) && mayBegin(event),
      whole: false,
    };
  });
  listen('pointerup', (event) => {
    const begun = press?.by === event.pointerId && press.begun;
    press = { by: event.pointerId, begun: false, whole: begun && isOnButton(event) };
  });
  listen('pointercancel', spoil);
  listen('keydown', (event) => {
    if (event.key !== 'Enter' && !(event.key === ' ' && event.target === button)) return;
    // A key that is held was pressed somewhere else.
    const begun = !event.repeat && mayBegin(event);
    press = { by: 'key', begun, whole: begun };
  });

  return {
    isWhole(click) {
      const last = press;
      press = null;
      if (!click.isTrusted || click.detail > 1) return false;
      const isOfLast = last !== null && (last.by === 'key') === (click.detail === 0);
      return isOfLast ? last.whole : mayBegin(click);
    },
    spoil,
  };
}
