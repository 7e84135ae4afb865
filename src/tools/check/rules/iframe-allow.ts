import { EXTENSION_SOURCE_URL, type RuleFinding, type CheckRule } from './rule.js';
import type { FrameReport, PageReport } from '../source/page-report.js';

/** A frame with monetization links needs the permission, in the only spelling that the extension supports. */
export const iframeAllow: CheckRule = {
  id: 'iframe-allow',
  fix: 'Use <iframe allow="monetization" …>.',
  spec: `${EXTENSION_SOURCE_URL}services/frameManager.ts`,
  check: (report) =>
    report.frames.filter(({ links }) => links.length > 0).flatMap((frame) => checkFrame(report, frame)),
};

function checkFrame({ tags }: PageReport, { src, url, allow, isCrossOrigin }: FrameReport): RuleFinding[] {
  if (allow === 'monetization') return [];
  const name = src || url;
  const line = tags.find((tag) => tag.name === 'iframe' && (tag.attributes.get('src') ?? '') === src)?.line;
  const isAllowed = /(?:^|;)\s*monetization\b(?!\s*'none')/i.test(allow ?? '');
  if (isCrossOrigin && !isAllowed)
    return [{ message: `The frame ${name} has a monetization link, but no permission to use it.`, line }];
  const attribute = allow === null ? 'without allow' : `with allow="${allow}"`;
  return [
    {
      message: `The browser extension does not pay links in the frame ${name} ${attribute}.`,
      severity: 'warning',
      line,
    },
  ];
}
