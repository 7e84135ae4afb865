/** Calls `work` at the given interval. Returns a function that stops it. */
export type Repeat = (work: () => void, milliseconds: number) => () => void;

/** Repeats with a timer that does not keep the process alive. */
export const repeatByTimer: Repeat = (work, milliseconds) => {
  const timer = setInterval(work, milliseconds).unref();
  return () => clearInterval(timer);
};
