/** The last press, by the pointer with this id or by a key. */
interface Press {
  readonly source: number | 'key';
  readonly started: boolean;
  complete: boolean;
}

export interface PressTracker {
  /**
   * Whether the press of `click` was allowed to start, and started and ended on the button. Call it once per
   * click.
   */
  isComplete(click: MouseEvent): boolean;
  /** Rejects the current press, because the circumstances have changed since it started. */
  invalidate(): void;
}

/**
 * Tracks presses of `button`. Clicks do not count if their press started elsewhere, too early or with a
 * second finger, or ended elsewhere. Screen readers click without a press (with `detail` 0, or 1 like a
 * pointer). Then `mayStart` decides about the click itself.
 */
export function trackPresses(button: HTMLElement, mayStart: (event: UIEvent) => boolean): PressTracker {
  let press: Press | null = null;
  const invalidate = (): void => {
    if (press) press = { source: press.source, started: false, complete: false };
  };
  // Touch events are captured by their first target, so the target of pointerup is not where the finger was
  // lifted.
  const isOnButton = ({ clientX, clientY }: PointerEvent): boolean =>
    button.contains(document.elementFromPoint(clientX, clientY));

  const listen = <Type extends 'pointerdown' | 'pointerup' | 'pointercancel' | 'keydown'>(
    type: Type,
    handle: (event: WindowEventMap[Type]) => void,
  ): void => window.addEventListener(type, (event) => event.isTrusted && handle(event), true);

  listen('pointerdown', (event) => {
    press = {
      source: event.pointerId,
      started: event.isPrimary && isOnButton(event) && mayStart(event),
      complete: false,
    };
  });
  listen('pointerup', (event) => {
    const begun = press?.source === event.pointerId && press.started;
    press = { source: event.pointerId, started: false, complete: begun && isOnButton(event) };
  });
  listen('pointercancel', invalidate);
  listen('keydown', (event) => {
    if (event.key !== 'Enter' && !(event.key === ' ' && event.target === button)) return;
    // A held key was pressed elsewhere.
    const started = !event.repeat && mayStart(event);
    press = { source: 'key', started, complete: started };
  });

  return {
    isComplete(click) {
      const last = press;
      press = null;
      if (!click.isTrusted || click.detail > 1) return false;
      const isOfLast = last !== null && (last.source === 'key') === (click.detail === 0);
      return isOfLast ? last.complete : mayStart(click);
    },
    invalidate,
  };
}
