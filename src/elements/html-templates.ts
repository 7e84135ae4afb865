/**
 * Runs `render`. In an XML document `innerHTML` takes XML, and Lit's templates are HTML: meanwhile the document makes its `<template>`s in an HTML
 * document. What is rendered ends in the document itself.
 * https://github.com/lit/lit/issues/634
 */
export function withHtmlTemplates(document: Document, render: () => void): void {
  if (document.contentType === 'text/html') return render();
  const inert = document.implementation.createHTMLDocument('');
  const own = Object.getOwnPropertyDescriptor(document, 'createElement');
  const createElement = document.createElement.bind(document);
  Object.defineProperty(document, 'createElement', {
    configurable: true,
    value: (name: string, options?: ElementCreationOptions) =>
      name === 'template' ? inert.createElement(name) : createElement(name, options),
  });
  try {
    render();
  } finally {
    Reflect.deleteProperty(document, 'createElement');
    // What the page's own scripts have put there.
    if (own) Object.defineProperty(document, 'createElement', own);
  }
}
