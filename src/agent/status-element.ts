import type { Platform } from './platform.js';

const TAG = 'wm-status';

/** Looks for `<wm-status>` in the document and, when nobody has defined it, imports the file that does. */
export function createStatusElementScan(
  document: Document,
  directory: string | null,
  { warn }: Platform,
  load: (url: string) => Promise<unknown> = (url) => import(url),
): () => void {
  const elements = document.getElementsByTagName(TAG);
  let done = directory === null;

  return () => {
    if (done || elements.length === 0) return;
    done = true;
    const module = `${directory}wm-status.js`;
    if (document.defaultView?.customElements.get(TAG)) return;
    load(module).catch((cause: unknown) => {
      warn(
        `[wm-polyfill] <${TAG}> stays empty: ${module} could not be loaded. Put it beside wm.js. (${cause})`,
      );
    });
  };
}
