import type { ObservedLink } from '../browser/observation.js';
import type { PageReport } from './page-report.js';

/** The line of a link in the page's source. Undefined for links that scripts have added. */
export function lineOfLink({ tags }: PageReport, { rel, href }: ObservedLink): number | undefined {
  return tags.find(
    ({ name, attributes }) =>
      name === 'link' && (attributes.get('rel') ?? '') === rel && (attributes.get('href') ?? null) === href,
  )?.line;
}

/** The links that agents pay. */
export function visibleLinks({ page }: PageReport): ObservedLink[] {
  return page.links.filter(({ placement }) => placement !== 'shadow' && placement !== 'template');
}

/** The line of the script with data-provider. */
export function lineOfAgent({ tags }: PageReport): number | undefined {
  return tags.find(({ name, attributes }) => name === 'script' && attributes.has('data-provider'))?.line;
}
