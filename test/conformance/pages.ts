import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One page of the suite. */
export interface SuitePage {
  /** `<section>/<file>`, as in its URL. */
  readonly path: string;
  readonly section: string;
  readonly title: string;
  /** The URL of the part of the specification that it checks. */
  readonly help: string;
}

const FOLDER = fileURLToPath(new URL('pages/', import.meta.url));

/** The sections in the order of the specification, then those of features around it. */
export const SECTIONS = [
  'interfaces',
  'event-constructor',
  'onmonetization',
  'link-type',
  'load-and-error',
  'sessions',
  'page-life',
  'frames',
  'csp',
  'media',
  'legacy',
  'host-page',
];

/** @throws Error when a page is not in a section's folder. */
export function findPages(filter: string | undefined): SuitePage[] {
  const pages = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.html'))
    .map((name) => describePage(name.replaceAll('\\', '/')));
  return pages
    .filter(({ path, title }) => filter === undefined || `${path} ${title}`.includes(filter))
    .sort((one, other) => order(one) - order(other) || (one.path < other.path ? -1 : 1));
}

function describePage(path: string): SuitePage {
  const section = path.split('/')[0] ?? '';
  if (!SECTIONS.includes(section))
    throw new Error(`pages/${path} is not in a section: ${SECTIONS.join(', ')}.`);
  const html = readFileSync(join(FOLDER, path), 'utf8');
  const title = /<title>([^<]*)<\/title>/.exec(html)?.[1]?.trim().replace(/\s+/g, ' ') ?? '';
  const help = /<link\s+rel="help"\s+href="([^"]*)"/.exec(html)?.[1] ?? '';
  return { path, section, title, help };
}

function order({ section }: SuitePage): number {
  return SECTIONS.indexOf(section);
}
