import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, parse, relative } from 'node:path';
import { parseTags } from '../source/page-source.js';

/** For sites nested deeper than this, --root is required. */
const MAX_PARENT_FOLDERS = 8;

/**
 * The folder that the site's static host would serve: the nearest parent folder that contains most of the
 * files that the page loads, whether as `/js/wm.js` or as `../../js/wm.js`.
 */
export function findSiteRoot(file: string, nearest: string): string {
  const paths = resourcePathsIn(readFileSync(file, 'utf8'));
  let best = { root: nearest, found: 0 };
  for (const root of parentFolders(nearest)) {
    const found = paths.filter((path) => isServedFile(root, file, path)).length;
    if (found > best.found) best = { root, found };
  }
  return best.root;
}

/** Paths that the page loads from its own site, without queries. */
function resourcePathsIn(html: string): string[] {
  const urls = parseTags(html).flatMap(({ name, attributes }) =>
    name === 'a' ? [] : [attributes.get('src'), name === 'link' ? attributes.get('href') : undefined],
  );
  const paths = urls.flatMap((url) => (url && !/^(?:[a-z][a-z\d+.-]*:|\/\/|[#?])/i.test(url) ? [url] : []));
  return [...new Set(paths.map((path) => path.split(/[?#]/, 1)[0] ?? ''))];
}

/**
 * Excludes the file system root and the home folder: while they are served, other programs on this machine
 * could read them.
 */
function parentFolders(nearest: string): string[] {
  const folders: string[] = [];
  const end = isInside(process.cwd(), nearest) ? process.cwd() : null;
  for (let folder = nearest; folders.length < MAX_PARENT_FOLDERS; folder = dirname(folder)) {
    if (folder === parse(folder).root || folder === homedir()) break;
    folders.push(folder);
    if (folder === end) break;
  }
  return folders;
}

function isServedFile(root: string, file: string, path: string): boolean {
  try {
    const found = path.startsWith('/') ? join(root, decodeURI(path)) : join(dirname(file), decodeURI(path));
    return isInside(root, found) && statSync(found).isFile();
  } catch {
    return false;
  }
}

export function isInside(folder: string, path: string): boolean {
  const relativePath = relative(folder, path);
  return !/^\.\.(?:[/\\]|$)/.test(relativePath) && !parse(relativePath).root;
}
