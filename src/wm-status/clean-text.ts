/** Controls, and what cannot be seen or turns the direction of text: text from elsewhere must not rearrange or hide ours. */
const UNSEEN = /[\p{Cc}\p{Cf}]+/gu;

/** Text from elsewhere, fit to be shown: of one that is too long the middle is left out. */
export function cleanText(text: string, most = 240): string {
  const shown = text.length > most ? `${text.slice(0, most / 2)}…${text.slice(-most / 2)}` : text;
  return shown.replace(UNSEEN, ' ');
}
