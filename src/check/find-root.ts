import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, parse, relative } from 'node:path';
import { tagsOf } from './source.js';

/** A site that lies deeper than this is asked for. */
const MOST_STEPS = 8;

/**
 * The folder that a site's static host would serve: the nearest one around the page in which most of the files are that the page loads, by `/js/wm.js` as
 * well as by `../../js/wm.js`.
 */
export function findRoot(file: string, nearest: string): string {
  const paths = pathsIn(readFileSync(file, 'utf8'));
  let best = { root: nearest, found: 0 };
  for (const root of foldersAround(nearest)) {
    const found = paths.filter((path) => isFileIn(root, file, path)).length;
    if (found > best.found) best = { root, found };
  }
  return best.root;
}

/** What the page loads from its own site, without queries. */
function pathsIn(html: string): string[] {
  const urls = tagsOf(html).flatMap(({ name, attributes }) =>
    name === 'a' ? [] : [attributes.get('src'), name === 'link' ? attributes.get('href') : undefined],
  );
  const paths = urls.flatMap((url) => (url && !/^(?:[a-z][a-z\d+.-]*:|\/\/|[#?])/i.test(url) ? [url] : []));
  return [...new Set(paths.map((path) => path.split(/[?#]/, 1)[0] ?? ''))];
}

/** Not the whole disk, nor all that is somebody's: other programs of this machine could read it meanwhile. */
function foldersAround(nearest: string): string[] {
  const folders: string[] = [];
  const end = isInside(process.cwd(), nearest) ? process.cwd() : null;
  for (let folder = nearest; folders.length < MOST_STEPS; folder = dirname(folder)) {
    if (folder === parse(folder).root || folder === homedir()) break;
    folders.push(folder);
    if (folder === end) break;
  }
  return folders;
}

function isFileIn(root: string, file: string, path: string): boolean {
  try {
    const found = path.startsWith('/') ? join(root, decodeURI(path)) : join(dirname(file), decodeURI(path));
    return isInside(root, found) && statSync(found).isFile();
  } catch {
    return false;
  }
}

export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return !/^\.\.(?:[/\\]|$)/.test(way) && !parse(way).root;
}
