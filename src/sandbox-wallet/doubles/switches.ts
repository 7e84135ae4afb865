import type { Double } from './double.js';
import { type DoubleName, DOUBLES } from './doubles.js';

/** How long a switch stays on, and for what. */
export interface Switching {
  /** Requests that it is played on; then it is off again. Absent: until it is switched off. */
  readonly times?: number;
  /** One of its operations, such as `POST /quotes`; absent: all of them. */
  readonly operation?: string;
}

/** The doubles that are on. In memory: a wallet starts honest. */
export interface Switches {
  on(name: DoubleName, switching: Switching): void;
  off(name: DoubleName): void;
  readonly playing: ReadonlyMap<DoubleName, Switching>;
  /** The double to be played on a request for `operation`; this counts as one of its times. */
  take(operation: string): Double | undefined;
  /** True when the double of this name, which works inside `operation`, is on; this counts as one of its times. */
  takeInside(name: DoubleName, operation: string): boolean;
}

export function createSwitches(): Switches {
  const playing = new Map<DoubleName, Switching>();

  function count(name: DoubleName, { times, ...more }: Switching): void {
    if (times === undefined) return;
    if (times > 1) playing.set(name, { ...more, times: times - 1 });
    else playing.delete(name);
  }

  return {
    playing,
    on: (name, switching) => void playing.set(name, switching),
    off: (name) => void playing.delete(name),
    take(operation) {
      for (const [name, switching] of playing) {
        const double: Double = DOUBLES[name];
        if (!double.play || !fits(double, switching, operation)) continue;
        count(name, switching);
        return double;
      }
      return undefined;
    },
    takeInside(name, operation) {
      const switching = playing.get(name);
      if (!switching || !fits(DOUBLES[name], switching, operation)) return false;
      count(name, switching);
      return true;
    },
  };
}

function fits({ at }: Double, switching: Switching, operation: string): boolean {
  return (at?.includes(operation) ?? true) && (switching.operation ?? operation) === operation;
}
