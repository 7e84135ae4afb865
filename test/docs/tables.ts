import { readFileSync } from 'node:fs';
import prettier from 'prettier';
import ts from 'typescript';
import { ERROR_CODES } from '../../src/protocol/error-codes.js';
import { TEST_WALLET_ADDRESSES } from '../../src/sandbox-wallet/test-wallet-addresses.js';
import { WHAT_THE_PAGE_SEES } from '../../src/start/demo-site/what-the-page-sees.js';
import { readExports, readMembers, readTags } from './read-source.js';

type Row = readonly string[];

/** What stands between `<!-- table: name -->` and `<!-- /table -->` in the README. */
const TABLES: Record<string, () => readonly Row[]> = {
  attributes,
  state: () => members('AgentState'),
  session: () => members('AgentSession'),
  connection: () => members('AgentConnection'),
  monetization,
  element,
  exports: packageExports,
  'wallet-addresses': walletAddresses,
  'error-codes': errorCodes,
};

/** The README with every table as the sources have it, in the form that prettier leaves alone. */
export async function withTables(readme: string): Promise<string> {
  const filled = readme.replace(
    /(<!-- table: ([\w-]+) -->\n)[^]*?(<!-- \/table -->)/g,
    (_, start: string, name: string, end: string) => `${start}\n${tableOf(name)}\n\n${end}`,
  );
  const options = await prettier.resolveConfig('README.md');
  return prettier.format(filled, { ...options, parser: 'markdown' });
}

function tableOf(name: string): string {
  const rows = TABLES[name]?.();
  if (!rows) throw new Error(`There is no table ${name}; there are ${Object.keys(TABLES).join(', ')}`);
  const [head = [], ...body] = rows;
  return [head, head.map(() => '---'), ...body]
    .map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
}

/** Those members of the configuration whose comment begins with the attribute. */
function attributes(): Row[] {
  const rows = readMembers('src/agent/configuration.ts', 'Configuration').flatMap(({ text }) => {
    const [, attribute, meaning] = /^(`data-[^`]*`) (.*)$/.exec(text) ?? [];
    return attribute && meaning ? [[attribute, meaning]] : [];
  });
  return [['attribute', 'meaning'], ...rows];
}

function members(name: string): Row[] {
  const rows = readMembers('src/agent/state.ts', name).map((one) => [
    code(one.name),
    code(one.type),
    one.text,
  ]);
  return [['member', 'type', 'meaning'], ...rows];
}

function monetization(): Row[] {
  const own = readMembers('src/agent/state.ts', 'DocumentMonetization');
  const shown = [...readMembers('src/agent/state.ts', 'AgentStateSource'), ...own].filter(
    ({ name }) => name !== 'addEventListener',
  );
  return [
    ['member', 'meaning'],
    ...shown.map(({ name, type, text }) => [code(name + (type === '()' ? '()' : '')), text]),
  ];
}

function element(): Row[] {
  const kinds: Record<string, string> = {
    ...{ attr: 'attribute', attribute: 'attribute', fires: 'event', slot: 'slot' },
    ...{ csspart: 'part', cssprop: 'custom property', cssproperty: 'custom property' },
  };
  const rows = readTags('src/wm-status/wm-status.ts', 'WmStatus').flatMap(({ tag, name, text }) =>
    kinds[tag] ? [[kinds[tag], name ? code(name.trim()) : '(default)', text]] : [],
  );
  return [['kind', 'name', 'meaning'], ...rows];
}

/** Of each entry of the package that can be imported, what it exports. */
function packageExports(): Row[] {
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    exports: Record<string, string | { types?: string }>;
  };
  const entries = Object.entries(exports).flatMap(([path, target]) => {
    const types = typeof target === 'object' ? target.types : undefined;
    const file = types?.replace(/^\.\/dist\/(esm|node)\//, 'src/').replace(/\.d\.ts$/, '.ts');
    return file && path !== '.' ? [{ path: path.replace('.', 'wm-polyfill'), file }] : [];
  });
  const program = ts.createProgram(
    entries.map(({ file }) => file),
    { ...baseOptions(), noEmit: true },
  );
  const rows = entries.flatMap(({ path, file }) =>
    readExports(program, file).map(({ name, type, text }) => [code(path), code(name + type), text]),
  );
  return [['from', 'export', 'what it is'], ...rows];
}

function baseOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile('test/tsconfig.node.json', (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  return ts.parseJsonConfigFileContent(config, ts.sys, 'test').options;
}

function walletAddresses(): Row[] {
  const rows = [...TEST_WALLET_ADDRESSES].map(([name, { does }]) => [
    code(name),
    does,
    WHAT_THE_PAGE_SEES[name] ?? '',
  ]);
  return [['path', 'outcome', 'the page sees'], ...rows];
}

function errorCodes(): Row[] {
  const rows = Object.entries(ERROR_CODES).map(([name, error]) => [
    code(name),
    'status' in error ? String(error.status) : '',
    error.title,
    error.fix,
  ]);
  return [['code', 'status', 'what happened', 'what to do'], ...rows];
}

function code(text: string): string {
  return text && `\`${text}\``;
}
