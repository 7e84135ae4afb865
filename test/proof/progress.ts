/** Told what a long run is at, as often as it likes to say: `412 of 10,000 payments`. */
export type Progress = (at: string) => void;

/** Of runs that are over before anybody asks. */
export const SILENT: Progress = () => undefined;
