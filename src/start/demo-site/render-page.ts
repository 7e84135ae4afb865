import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillPlaceholders, type SandboxDirectory } from '../directory.js';
import { highlight } from './highlight.js';
import { listWalletAddresses } from './list-wallet-addresses.js';

/**
 * A page of the demo, or null when there is no such file. Its files are read anew each time, so that a page can be worked on.
 * `simulated`: without a provider, everything played in the page.
 */
export function renderPage(
  folder: string,
  page: string,
  directory: SandboxDirectory,
  simulated: boolean,
): string | null {
  const source = read(folder, page);
  if (source === null) return null;
  const html = withParts(source, folder, page)
    .replace('data-provider="{{provider}}"', simulated ? 'data-provider="simulate"' : '$&')
    .replace(/<!-- wallet addresses -->/, () => listWalletAddresses())
    .replace(/\{\{source:([\w./-]+)\}\}/g, (_, file: string) => sourceOf(folder, file));
  return fillPlaceholders(html, directory);
}

/** A document as docs.mjs has rendered it into the folder `documents`, or null when there is no such file. */
export function renderDocument(
  folder: string,
  documents: string,
  page: string,
  directory: SandboxDirectory,
): string | null {
  const source = read(documents, page);
  const address = `docs/${page === 'index.html' ? '' : page}`;
  return source === null ? null : fillPlaceholders(withParts(source, folder, address), directory);
}

function withParts(source: string, folder: string, page: string): string {
  return source.replace(/<!-- part: (\w+) -->/g, (_, name: string) => partOf(folder, name, page));
}

/** What all pages share. The link to the page itself says that it is here. */
function partOf(folder: string, name: string, page: string): string {
  const part = read(folder, `parts/${name}.html`) ?? '';
  return part.trimEnd().replace(`href="{{demo}}${page}"`, '$& aria-current="page"');
}

/** What the page shows of itself is what runs: a script whole, of HTML what lies between the comments. */
function sourceOf(folder: string, file: string): string {
  const text = read(folder, file) ?? '';
  const shown = /\.html$/.test(file)
    ? [...text.matchAll(/<!-- shown -->\n([^]*?)\n *<!-- \/shown -->/g)]
        .map(([, lines]) => dedent(lines ?? ''))
        .join('\n')
    : text.trim();
  return highlight(shown, file);
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

function read(folder: string, file: string): string | null {
  try {
    return readFileSync(join(folder, file), 'utf8');
  } catch {
    return null; // A page that does not exist is not found.
  }
}
