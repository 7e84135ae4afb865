/** Media that really plays: this number of seconds of silence, as WAV. */
export function createSilentMedia(name: 'audio' | 'video', seconds: number): HTMLMediaElement {
  const media = document.createElement(name);
  media.muted = true;
  media.src = URL.createObjectURL(new Blob([encodeSilence(seconds)], { type: 'audio/wav' }));
  return media;
}

/** Resolves with the element's next event of this type. */
export function nextEvent(media: HTMLMediaElement, type: string): Promise<Event> {
  return new Promise((resolve, reject) => {
    media.addEventListener(type, resolve, { once: true });
    media.addEventListener('error', () => reject(media.error ?? new Error(type)), { once: true });
  });
}

const SAMPLE_RATE_HZ = 8_000;

// 8 bits, one channel.
// https://www.mmsp.ece.mcgill.ca/Documents/AudioFormats/WAVE/WAVE.html
function encodeSilence(seconds: number): ArrayBuffer {
  const length = Math.round(SAMPLE_RATE_HZ * seconds);
  const buffer = new ArrayBuffer(44 + length);
  const view = new DataView(buffer);
  const write = (offset: number, text: string): void =>
    [...text].forEach((letter, index) => view.setUint8(offset + index, letter.charCodeAt(0)));
  write(0, 'RIFF');
  view.setUint32(4, 36 + length, true);
  write(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, SAMPLE_RATE_HZ, true);
  view.setUint32(28, SAMPLE_RATE_HZ, true);
  view.setUint16(32, 1, true);
  view.setUint16(34, 8, true);
  write(36, 'data');
  view.setUint32(40, length, true);
  new Uint8Array(buffer, 44).fill(128);
  return buffer;
}
