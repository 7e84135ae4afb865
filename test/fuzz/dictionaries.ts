/** Words that several parsers share. */
export const JSON_DICTIONARY = [
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
export const URL_DICTIONARY = [
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
