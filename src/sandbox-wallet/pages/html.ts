/** Trusted HTML, which is not escaped again. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A template that escapes all values except {@link Html}. */
export function html(strings: TemplateStringsArray, ...values: (string | Html | readonly Html[])[]): Html {
  return new Html(strings.reduce((text, part, index) => text + escape(values[index - 1] ?? '') + part));
}

/** A third party's name, without characters that reorder or hide text, and shortened. */
export function sanitizeDisplayName(name: string): string {
  const visible = name.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu, '').trim();
  const letters = [...visible];
  return letters.length > 64 ? `${letters.slice(0, 63).join('')}…` : visible;
}

function escape(value: string | Html | readonly Html[]): string {
  if (value instanceof Html) return value.text;
  if (typeof value !== 'string') return value.map(({ text }) => text).join('');
  return value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
