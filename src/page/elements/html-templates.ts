/**
 * Runs `render` so that Lit's templates are parsed as HTML, also in XML documents, where `innerHTML` expects
 * XML. During the call, `createElement('template')` creates the element in an HTML document.
 * https://github.com/lit/lit/issues/634
 */
export function withHtmlTemplates(document: Document, render: () => void): void {
  if (document.contentType === 'text/html') return render();
  const templateDocument = document.implementation.createHTMLDocument('');
  const ownDescriptor = Object.getOwnPropertyDescriptor(document, 'createElement');
  const createElement = document.createElement.bind(document);
  Object.defineProperty(document, 'createElement', {
    configurable: true,
    value: (name: string, options?: ElementCreationOptions) =>
      name === 'template' ? templateDocument.createElement(name) : createElement(name, options),
  });
  try {
    render();
  } finally {
    Reflect.deleteProperty(document, 'createElement');
    // Restores an override by the page's scripts.
    if (ownDescriptor) Object.defineProperty(document, 'createElement', ownDescriptor);
  }
}
