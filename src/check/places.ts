import type { ObservedLink } from '../check-page/observation.js';
import type { Look } from './look.js';

/** Where a link stands in the page's source. Of those that scripts have added nobody knows. */
export function lineOfLink({ tags }: Look, { rel, href }: ObservedLink): number | undefined {
  return tags.find(
    ({ name, attributes }) =>
      name === 'link' && (attributes.get('rel') ?? '') === rel && (attributes.get('href') ?? null) === href,
  )?.line;
}

/** Those that an agent pays. */
export function seenLinks({ page }: Look): ObservedLink[] {
  return page.links.filter(({ where }) => where !== 'shadow' && where !== 'template');
}

/** True for this machine. */
export function isLocal(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return (
    protocol === 'file:' || /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\]|.+\.test)$/.test(hostname)
  );
}

/** Where the script that names a provider stands in the page's source. */
export function lineOfAgent({ tags }: Look): number | undefined {
  return tags.find(({ name, attributes }) => name === 'script' && attributes.has('data-provider'))?.line;
}
