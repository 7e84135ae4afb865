import assert from 'node:assert/strict';
import type { ScriptSource, Tag } from '../../src/tools/check/source/page-source.js';
import type { PageAddress } from '../../src/tools/check/targets/page-address.js';
import type { FuzzedParser } from './parser-targets.js';

const HTML = [
  '<p>',
  '<a b="c" d=\'e\' f=g h>',
  '<!--',
  '-->',
  '--!>',
  '<script>',
  '</script>',
  '<title>',
  '</title>',
  '\n',
  '</p',
  '<',
  '/>',
];

/** Parsers of the commands, and of the packages that sites use on servers and in tests. */
export const TOOL_PARSERS: Record<string, FuzzedParser> = {
  'an incomingPayment to verify': {
    valid: ['https://wallet.example/incoming-payments/0f8fad5b-d9cb-469f-a165-70867728950e'],
    dictionary: ['https://wallet.example', '/incoming-payments/', '%2e', '..', 'A', '-'],
    check(url, text) {
      assert.match(String(url), /^https:\/\/wallet\.example\/incoming-payments\/[\w-]+$/);
      const bare = (one: string) => one.toLowerCase().replace(/-/g, '');
      assert.equal(bare(String(url)), bare(text));
    },
  },
  'an amount that a test expects': {
    valid: ['0', '0.00'],
    dictionary: ['0', '.', '1'],
    check: (isNothing, text) => assert.ok(!isNothing || !/[1-9]/.test(text.split('.', 2).join())),
  },
  'the tags of a page': {
    valid: [
      '<!doctype html>\n<title>A</title><link rel="monetization" href="https://w.example">',
      HTML.join(''),
    ],
    dictionary: HTML,
    check(tags, text) {
      const lines = text.split('\n');
      for (const { name, line, attributes } of tags as Tag[]) {
        assert.ok(lines[line - 1]?.toLowerCase().includes(`<${name}`), `<${name}> in line ${line}`);
        // HTML's whitespace is not JavaScript's: a name may be U+FEFF.
        for (const attribute of attributes.keys()) assert.match(attribute, /^[^\t\n\f\r />]+$/);
      }
    },
  },
  'the scripts of a page': {
    valid: ['<script>\nfirst();\n</script><script type="module">second()</script>'],
    dictionary: HTML,
    check(scripts, text) {
      for (const { text: script, firstLine } of scripts as ScriptSource[]) {
        assert.ok(text.split('\n').slice(firstLine - 1).join('\n').includes(script)); // prettier-ignore
        assert.doesNotMatch(script, /<\/script[\s/>]/i);
      }
    },
  },
  'a page to check': {
    valid: ['https://name:secret@site.example/a', 'http://localhost:3000/'],
    dictionary: ['https://', ':', '@', 'name:secret@'],
    check(address) {
      const { username, password } = new URL((address as PageAddress).url);
      assert.equal(username + password, '');
    },
  },
  'a page that is named without its password': {
    valid: ['https://name:secret@site.example/a', 'name:secret@site.example'],
    dictionary: ['https://', '//', ':', '@', 'secret'],
    check(shown, text) {
      const [, rest = text] = /\/\/(.*)/s.exec(text) ?? [];
      const end = rest.lastIndexOf('@');
      if (end !== -1 && (text.includes('//') || rest.slice(0, end).includes(':')))
        assert.ok(
          String(shown).endsWith(rest.slice(end + 1)) &&
            !String(shown).split('//').slice(1).join().includes('@'),
        );
    },
  },
  'a script to look through': {
    valid: ['a = x\n// x', ' * x'],
    dictionary: ['x', '\n', '//', '/*'],
    check: (matches) => assert.ok(Array.isArray(matches)),
  },
};
