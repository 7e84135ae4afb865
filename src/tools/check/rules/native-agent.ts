import { isLocalUrl } from '../../../protocol/loopback.js';
import { lineOfAgent } from '../source/source-locations.js';
import { type RuleFinding, type CheckRule, SPECIFICATION_URL } from './rule.js';
import type { PageReport } from '../source/page-report.js';

/** Checks what would happen in a browser with the extension, which the test browser does not have. */
export const nativeAgentRule: CheckRule = {
  id: 'native-agent',
  fix: 'Remove the attribute. Then wm.js stays passive if the extension is installed, except where no real money can move.',
  spec: `${SPECIFICATION_URL}#conformance`,
  check: (report) => report.page.scripts.flatMap(({ attributes }) => checkScript(report, attributes)),
};

function checkScript(report: PageReport, attributes: Readonly<Record<string, string>>): RuleFinding[] {
  const { 'data-provider': provider = '' } = attributes;
  const isLocalSandbox = isLocalUrl(report.url) && (provider === 'simulate' || isLocalProvider(provider));
  const line = lineOfAgent(report);
  if ('data-passive' in attributes) {
    if (!isLocalSandbox) return [];
    const message = 'With the browser extension installed, this page receives no payments (data-passive).';
    return [{ message, severity: 'warning', line }];
  }
  if (!('data-force' in attributes) || isLocalSandbox) return [];
  return [{ message: 'With the browser extension installed, visitors pay twice (data-force).', line }];
}

function isLocalProvider(url: string): boolean {
  return URL.canParse(url) && isLocalUrl(new URL(url).href);
}
