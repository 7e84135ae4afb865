/** Control and format characters. Foreign text must not hide or reorder our own text. */
const INVISIBLE_CHARACTERS = /[\p{Cc}\p{Cf}]+/gu;

/** Foreign text for display. A long text loses its middle, invisible characters become spaces. */
export function sanitizeText(text: string, maxLength = 240): string {
  const shortened =
    text.length > maxLength ? `${text.slice(0, maxLength / 2)}…${text.slice(-maxLength / 2)}` : text;
  return shortened.replace(INVISIBLE_CHARACTERS, ' ');
}
