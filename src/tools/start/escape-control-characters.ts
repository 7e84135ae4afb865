/** Escapes characters in untrusted text that would move a terminal's cursor or hide text. */
export function escapeControlCharacters(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are escaped
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
