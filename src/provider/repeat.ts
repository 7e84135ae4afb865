/** Calls `work` every so many milliseconds; returns what stops it. */
export type Repeat = (work: () => void, milliseconds: number) => () => void;

/** A timer that keeps no process alive. */
export const repeatByTimer: Repeat = (work, milliseconds) => {
  const timer = setInterval(work, milliseconds).unref();
  return () => clearInterval(timer);
};
