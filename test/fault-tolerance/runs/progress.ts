/** Receives the progress of a long run, such as `412 of 10,000 payments`. */
export type ReportProgress = (at: string) => void;

/** For short runs: reports nothing. */
export const NO_PROGRESS: ReportProgress = () => undefined;
