import type { Allowlist } from './allowlist.js';

// The parts of structured fields that are needed here: https://www.rfc-editor.org/rfc/rfc8941#section-3.2
const KEY = '[a-z*][a-z\\d_.*-]*';
const STRING = '"(?:[^"\\\\]|\\\\.)*"';
const ITEM = `${STRING}|[^\\s()",;]+`;
const INNER_LIST = `\\((?:${STRING}|[^()"])*\\)`;
const PARAMETERS = `(?:; *${KEY}(?:=(?:${ITEM}))?)*`;

/**
 * The allowlist of `monetization` in the value of a `Permissions-Policy` header, or null without one.
 * A value that is not a valid dictionary is ignored.
 */
// https://www.w3.org/TR/permissions-policy/#algo-construct-policy
export function parsePermissionsPolicy(header: string, origin: string): Allowlist | null {
  const value = parseDictionary(header.trim()).get('monetization');
  if (value === undefined || !/^[("]|^(\*|self)$/.test(value)) return null;

  const allowlist: Allowlist = { all: false, origins: [], expressions: [] };
  for (const [, item = ''] of value.matchAll(new RegExp(`(${ITEM})${PARAMETERS}`, 'g'))) {
    if (item === '*') allowlist.all = true;
    else if (item === 'self') allowlist.origins.push(origin);
    else if (item.startsWith('"')) allowlist.expressions.push(item.slice(1, -1));
  }
  return allowlist;
}

/** The serialized values of the members, without parameters. The last member with a name applies. */
// https://www.rfc-editor.org/rfc/rfc8941#section-4.2.2
function parseDictionary(value: string): Map<string, string> {
  const member = new RegExp(
    `(${KEY})(?:=(${INNER_LIST}|${ITEM}))?${PARAMETERS}[ \\t]*(,[ \\t]*(?!$)|$)`,
    'y',
  );
  const members = new Map<string, string>();
  for (let end = 0; end < value.length; end = member.lastIndex) {
    const match = member.exec(value);
    if (!match) return new Map();
    members.set(match[1] ?? '', match[2] ?? '');
  }
  return members;
}
