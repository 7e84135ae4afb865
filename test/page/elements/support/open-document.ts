/** A new document in a frame of the same origin. */
export async function openFrame(): Promise<Document> {
  const frame = document.createElement('iframe');
  // The same width as this document, because the width determines what an element shows.
  frame.width = `${document.documentElement.clientWidth}`;
  // Firefox replaces the initial document when the frame has loaded.
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  frame.srcdoc = '<!doctype html><title>Another document</title>';
  document.body.append(frame);
  await loaded;
  return frame.contentDocument as Document;
}

export interface XhtmlPage {
  readonly window: Window & typeof globalThis;
  /** Errors, rejections and console lines. */
  readonly reportedErrors: string[];
}

/** A page that an XML parser reads, with a `<wm-status>` and a `<wm-flow>`. */
export async function openXhtml(): Promise<XhtmlPage> {
  const reportedErrors: string[] = [];
  const frame = document.createElement('iframe');
  frame.src = new URL('page.xhtml', import.meta.url).href;
  const page = await new Promise<XhtmlPage['window']>((resolve, reject) => {
    const begin = (begun: XhtmlPage['window'], defined: Promise<unknown>): void => {
      begun.addEventListener('error', ({ message }) => reportedErrors.push(message));
      begun.addEventListener('unhandledrejection', ({ reason }) =>
        reportedErrors.push(`rejected: ${reason}`),
      );
      begun.console.warn = (line: unknown) => {
        if (!/^Lit is in dev mode/.test(`${line}`)) reportedErrors.push(`${line}`);
      };
      defined.then(() => resolve(begun), reject);
    };
    Object.assign(window, { beginXhtml: begin });
    document.body.append(frame);
  });
  Reflect.deleteProperty(window, 'beginXhtml');
  return { window: page, reportedErrors };
}

export function removeFrames(): void {
  for (const frame of document.querySelectorAll('iframe')) frame.remove();
}
