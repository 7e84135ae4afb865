/** An invalid setting and its fix. The value is shown next to the message, unless it is secret. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
  readonly fix: string;

  /** @param cause continues a sentence that starts with the value: `is not …`. */
  constructor(cause: string, fix: string) {
    super(cause);
    this.fix = fix;
  }
}
