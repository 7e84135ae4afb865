import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillPlaceholders, type SandboxDirectory } from './sandbox-directory.js';
import { highlight } from './highlight.js';
import { listWalletAddresses } from './list-wallet-addresses.js';

/**
 * Renders a page of the demo, or returns null if there is no such file. Files are read for each request, so
 * that edits show immediately.
 * `simulated`: without a provider, with simulated payments.
 */
export function renderPage(
  folder: string,
  page: string,
  directory: SandboxDirectory,
  simulated: boolean,
): string | null {
  const source = readTextFile(folder, page);
  if (source === null) return null;
  const html = withParts(source, folder, page)
    .replace('data-provider="{{provider}}"', simulated ? 'data-provider="simulate"' : '$&')
    .replace(/<!-- wallet addresses -->/, () => listWalletAddresses())
    .replace(/\{\{source:([\w./-]+)\}\}/g, (_, file: string) => renderSource(folder, file));
  return fillPlaceholders(html, directory);
}

/**
 * Renders a document that docs.mjs has built in the folder `documents`, or returns null if there is no such
 * file.
 */
export function renderDocument(
  folder: string,
  documents: string,
  page: string,
  directory: SandboxDirectory,
): string | null {
  const source = readTextFile(documents, page);
  const address = `docs/${page === 'index.html' ? '' : page}`;
  return source === null ? null : fillPlaceholders(withParts(source, folder, address), directory);
}

function withParts(source: string, folder: string, page: string): string {
  return source.replace(/<!-- partial: (\w+) -->/g, (_, name: string) => renderPartial(folder, name, page));
}

/** A part that all pages share. The link to the current page gets `aria-current`. */
function renderPartial(folder: string, name: string, page: string): string {
  const partial = readTextFile(folder, `partials/${name}.html`) ?? '';
  return partial.trimEnd().replace(`href="{{demo}}${page}"`, '$& aria-current="page"');
}

/** The displayed source is the source that runs: a whole script, or the HTML between the comments. */
function renderSource(folder: string, file: string): string {
  const text = readTextFile(folder, file) ?? '';
  const excerpt = /\.html$/.test(file)
    ? [...text.matchAll(/<!-- shown -->\n([^]*?)\n *<!-- \/shown -->/g)]
        .map(([, lines]) => dedent(lines ?? ''))
        .join('\n')
    : text.trim();
  return highlight(excerpt, file);
}

function dedent(lines: string): string {
  const indent = Math.min(
    ...lines
      .split('\n')
      .filter(Boolean)
      .map((line) => line.search(/\S/)),
  );
  return lines.replace(new RegExp(`^ {${indent}}`, 'gm'), '');
}

function readTextFile(folder: string, file: string): string | null {
  try {
    return readFileSync(join(folder, file), 'utf8');
  } catch {
    return null; // Not found.
  }
}
