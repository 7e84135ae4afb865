// https://www.rfc-editor.org/rfc/rfc3986#appendix-A

const UNRESERVED = `a-z0-9\\-._~!$&'()*+,;=`;
const ENCODED = '%[0-9a-f]{2}';
const H16 = '[0-9a-f]{1,4}';
const OCTET = '(?:25[0-5]|2[0-4]\\d|[01]?\\d\\d?)';
const IP_V4 = `(?:${OCTET}\\.){3}${OCTET}`;
const LAST_32_BITS = `(?:${H16}:${H16}|${IP_V4})`;
const IP_V6 = [
  `(?:${[
    `(?:${H16}:){6}`,
    `::(?:${H16}:){5}`,
    `(?:${H16})?::(?:${H16}:){4}`,
    ...[1, 2, 3].map((count) => `(?:(?:${H16}:){0,${count}}${H16})?::(?:${H16}:){${4 - count}}`),
    `(?:(?:${H16}:){0,4}${H16})?::`,
  ].join('|')})${LAST_32_BITS}`,
  `(?:(?:${H16}:){0,5}${H16})?::${H16}`,
  `(?:(?:${H16}:){0,6}${H16})?::`,
].join('|');
const IP_LITERAL = `\\[(?:${IP_V6}|v[0-9a-f]+\\.[${UNRESERVED}:]+)\\]`;
const REG_NAME = `(?:[${UNRESERVED}]|${ENCODED})*`;
const USER_INFO = `(?:(?:[${UNRESERVED}:]|${ENCODED})*@)?`;
const PATH_CHARACTER = `(?:[${UNRESERVED}:@]|${ENCODED})`;
const SEGMENTS = `(?:\\/${PATH_CHARACTER}*)*`;
const ANYTHING = `(?:[${UNRESERVED}:@/?]|${ENCODED})*`;

const URI = new RegExp(
  `^[a-z][a-z0-9+\\-.]*:(?:${[
    `\\/?\\/${USER_INFO}(?:${IP_LITERAL}|${IP_V4}|${REG_NAME})(?::\\d*)?${SEGMENTS}`,
    `\\/(?:${PATH_CHARACTER}+${SEGMENTS})?`,
    `${PATH_CHARACTER}+${SEGMENTS}`,
  ].join('|')})(?:\\?${ANYTHING})?(?:#${ANYTHING})?$`,
  'i',
);

/** The expression of ajv-formats, which the official validators use. */
export function isUri(text: string): boolean {
  return URI.test(text);
}
