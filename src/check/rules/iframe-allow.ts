import { EXTENSION, type Found, type Rule } from '../rule.js';
import type { FrameLook, Look } from '../look.js';

/** A frame with links of its own needs the permission, in the one spelling that the extension knows. */
export const iframeAllow: Rule = {
  id: 'iframe-allow',
  fix: 'Write <iframe allow="monetization" …>.',
  spec: `${EXTENSION}services/frameManager.ts`,
  find: (look) => look.frames.filter(({ links }) => links.length > 0).flatMap((frame) => judge(look, frame)),
};

function judge({ tags }: Look, { src, url, allow, isForeign }: FrameLook): Found[] {
  if (allow === 'monetization') return [];
  const name = src || url;
  const line = tags.find((tag) => tag.name === 'iframe' && (tag.attributes.get('src') ?? '') === src)?.line;
  const isAllowed = /(?:^|;)\s*monetization\b(?!\s*'none')/i.test(allow ?? '');
  if (isForeign && !isAllowed)
    return [{ message: `The frame ${name} has a monetization link, and is not allowed to use it.`, line }];
  const written = allow === null ? 'without allow' : `with allow="${allow}"`;
  return [
    {
      message: `The browser extension pays no link in the frame ${name} ${written}.`,
      severity: 'warning',
      line,
    },
  ];
}
