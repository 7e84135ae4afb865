/** Words of what several parsers read. */
export const JSON_WORDS = [
  '{',
  '}',
  '[',
  ']',
  '{"a":',
  '"a":1',
  '"a":1,',
  '"a"',
  'true',
  '-1',
  '1.5',
  '\\"',
  '\\\\',
  '\\u003a',
];
export const URL_WORDS = [
  'https:',
  'http://',
  'wallet.example',
  'localhost',
  '127.0.0.1',
  '[::1]',
  '0x7f.1',
  ':443',
  ':22',
  'u:p@',
];
