import { readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { findRoot, isInside } from './find-root.js';
import { readAddress, withoutPassword } from './page-address.js';
import { UnreachableError } from './unreachable-error.js';

/** What is to be looked at: a URL, or a file and the folder that is served for it. */
export type Target =
  | { readonly name: string; readonly url: string }
  | { readonly name: string; readonly file: string; readonly root: string };

const PAGE = /\.x?html?$/i;
/** No part of a site. */
const PASSED_OVER = /^(?:\.|node_modules$)/;

/**
 * What one word of the command line means: a URL, a file, or a folder with every page in it.
 * @param root of the site; undefined: it is found
 * @throws UnreachableError when there is none
 */
export function targetsOf(word: string, root: string | undefined): Target[] {
  if (/^https?:\/\//i.test(word)) {
    const { url, credentials } = readAddress(word);
    // The password stays where it is used.
    return [{ name: credentials ? url : word, url: word }];
  }
  const path = resolve(word);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile()) return [fileTarget(word, path, dirname(path), root)];
  if (!stat?.isDirectory())
    throw new UnreachableError(`${withoutPassword(word)} is neither a URL nor a file`);
  const pages = pagesIn(path).map((page) => fileTarget(join(word, page), join(path, page), path, root));
  if (pages.length === 0) throw new UnreachableError(`${word} has no .html file`);
  return pages;
}

function fileTarget(name: string, file: string, nearest: string, root: string | undefined): Target {
  if (root === undefined) return { name, file, root: findRoot(file, nearest) };
  if (!isInside(resolve(root), file)) throw new UnreachableError(`${name} is not inside of --root ${root}`);
  return { name, file, root: resolve(root) };
}

/** As paths from here, in the order of their names. */
function pagesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !PASSED_OVER.test(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (entry.isDirectory()) return pagesIn(join(folder, entry.name)).map((page) => join(entry.name, page));
      return PAGE.test(entry.name) ? [entry.name] : [];
    });
}
