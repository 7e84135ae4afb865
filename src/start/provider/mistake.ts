/** What is wrong with a setting and what to write instead. The value is shown beside it, unless it is a secret. */
export class Mistake extends Error {
  override readonly name = 'Mistake';
  readonly fix: string;

  /** @param cause reads on from the value: `is not …` */
  constructor(cause: string, fix: string) {
    super(cause);
    this.fix = fix;
  }
}
