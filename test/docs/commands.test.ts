import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readCodeBlocks } from './code-blocks.js';
import { WM } from '../support/built.js';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
const NPM = new Set(['ci', 'install', 'test', 'start']);
const OTHER_COMMANDS = new Set(['curl', 'docker', 'jq']);
const helps = new Map<string, string>();

const commands = readCodeBlocks('sh').flatMap(({ code, place }) =>
  commandsOf(code).map((command) => ({ command, place })),
);

test('every code block is in a language that is tested, or shows a file', () => {
  const known = ['html', 'js', 'jsx', 'ts', 'tsx', 'sh', 'json', 'ini'];
  assert.deepEqual(
    readCodeBlocks().filter(({ language, source }) => !known.includes(language) && !source),
    [],
  );
});

test('every command of the documents exists, with all its options', () => {
  assert.ok(commands.length > 10);
  for (const { command, place } of commands) {
    const where = `${place}: ${command}`;
    const [program = '', ...words] = command.split(/\s+/);
    if (program === 'npm') assert.ok(isNpmCommand(words), where);
    else if (program === 'npx' && words[0] === 'playwright') continue;
    else if (program === 'npx') checkWm(words, where);
    else if (program === 'node') checkNode(command, where);
    else assert.ok(OTHER_COMMANDS.has(program), where);
  }
});

test('the systemd unit starts a command of the package', () => {
  const [unit] = readCodeBlocks('ini');
  const [, path = '', command] =
    /^ExecStart=\S+ .*?node_modules\/wm-polyfill\/(\S+) (\w+)$/m.exec(unit?.code ?? '') ?? [];
  assert.ok(existsSync(path), path);
  assert.match(helpOf([]), new RegExp(`wm ${command}`));
});

/** One entry for each started program, without comment and environment. */
function commandsOf(code: string): string[] {
  return code
    .replace(/\\\n/g, ' ')
    .split('\n')
    .map((line) => line.replace(/\s+#.*$|^#.*$/, ''))
    .flatMap((line) => line.split(/ && | & | \| /))
    .map((command) => command.trim().replace(/^([A-Z_]+=\S* )+/, ''))
    .filter(Boolean);
}

function isNpmCommand([verb = '', script = '']: string[]): boolean {
  return verb === 'run' ? script in scripts : NPM.has(verb);
}

/** The words before the options are commands in the help, and so are the options. */
function checkWm([name, ...words]: string[], where: string): void {
  assert.equal(name, 'wm', where);
  const [command = ''] = words;
  assert.match(helpOf([]), new RegExp(`wm ${command}\\b`), where);
  const help = helpOf([command]);
  const [, sub] = words;
  if (sub && /^[a-z-]+$/.test(sub) && !sub.startsWith('-'))
    assert.match(help, new RegExp(`\\b${sub}\\b`), where);
  for (const option of words.filter((word) => word.startsWith('--'))) {
    assert.ok(help.includes(option.split('=')[0] as string), `${where}: no ${option}`);
  }
}

function helpOf(words: string[]): string {
  const key = words.join(' ');
  let help = helps.get(key);
  if (help === undefined) {
    const { status, stdout } = spawnSync(process.execPath, [WM, ...words, '--help'], {
      encoding: 'utf8',
    });
    help = status === 0 ? stdout : '';
    helps.set(key, help);
  }
  return help;
}

/** `node -p "…"` is run. */
function checkNode(command: string, where: string): void {
  const script = /^node -p "(.*)"$/.exec(command)?.[1];
  assert.ok(script, where);
  const { stdout } = spawnSync(process.execPath, ['-p', script], { encoding: 'utf8' });
  assert.match(stdout, /^sha384-[\w+/]{64}$/m, where);
}
