/** Saves a text as a download. */
export function downloadFile(name: string, type: string, text: string): void {
  const href = URL.createObjectURL(new Blob([text], { type }));
  Object.assign(document.createElement('a'), { href, download: name }).click();
  // Later, because the browser still has to read it.
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
