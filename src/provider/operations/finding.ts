/** What was looked at and found. A `note` is no obstacle, and worth reading. */
export interface Finding {
  part: string;
  verdict: 'ok' | 'note' | 'failed';
  says: string;
}

export type Says = Omit<Finding, 'part'>;
export const ok = (says: string): Says => ({ verdict: 'ok', says });
export const note = (says: string): Says => ({ verdict: 'note', says });
export const failed = (says: string): Says => ({ verdict: 'failed', says });
