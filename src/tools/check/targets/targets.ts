import { readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { findSiteRoot, isInside } from './find-site-root.js';
import { parsePageAddress, removePassword } from './page-address.js';
import { UnreachableError } from './unreachable-error.js';

/** A target to check: a URL, or a file and the folder that is served for it. */
export type CheckTarget =
  | { readonly name: string; readonly url: string }
  | { readonly name: string; readonly file: string; readonly root: string };

const PAGE_FILE = /\.x?html?$/i;
/** Not part of a site. */
const IGNORED_NAME = /^(?:\.|node_modules$)/;

/**
 * Resolves a command line argument: a URL, a file, or a folder with all its pages.
 * @param root of the site. If undefined, it is detected.
 * @throws UnreachableError if there is no page.
 */
export function resolveTargets(argument: string, root: string | undefined): CheckTarget[] {
  if (/^https?:\/\//i.test(argument)) {
    const { url, credentials } = parsePageAddress(argument);
    // The password is used for the request only.
    return [{ name: credentials ? url : argument, url: argument }];
  }
  const path = resolve(argument);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile()) return [fileTarget(argument, path, dirname(path), root)];
  if (!stat?.isDirectory())
    throw new UnreachableError(`${removePassword(argument)} is neither a URL nor a file nor a folder`);
  const pages = listPages(path).map((page) => fileTarget(join(argument, page), join(path, page), path, root));
  if (pages.length === 0) throw new UnreachableError(`${argument} has no .html file`);
  return pages;
}

function fileTarget(name: string, file: string, nearest: string, root: string | undefined): CheckTarget {
  if (root === undefined) return { name, file, root: findSiteRoot(file, nearest) };
  if (!isInside(resolve(root), file)) throw new UnreachableError(`${name} is not inside --root ${root}`);
  return { name, file, root: resolve(root) };
}

/** Relative paths, sorted by name. */
function listPages(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !IGNORED_NAME.test(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (entry.isDirectory())
        return listPages(join(folder, entry.name)).map((page) => join(entry.name, page));
      return PAGE_FILE.test(entry.name) ? [entry.name] : [];
    });
}
