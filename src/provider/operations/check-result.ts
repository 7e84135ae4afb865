/** The result of one check. A `note` does not prevent operation. */
export interface CheckResult {
  name: string;
  status: 'ok' | 'note' | 'failed';
  message: string;
}

export type CheckOutcome = Omit<CheckResult, 'name'>;
export const passed = (message: string): CheckOutcome => ({ status: 'ok', message });
export const noted = (message: string): CheckOutcome => ({ status: 'note', message });
export const failed = (message: string): CheckOutcome => ({ status: 'failed', message });
