import { readFileSync } from 'node:fs';
import prettier from 'prettier';
import ts from 'typescript';
import { EXTENSION, SPECIFICATION } from '../../src/check/rule.js';
import { RULES } from '../../src/check/rules/rules.js';
import { ERROR_CODES } from '../../src/protocol/error-codes.js';
import { egressOptions } from '../../src/provider/egress/egress-options.js';
import {
  BODY_LIMIT,
  DEFAULT_LIMITS,
  HEADERS_LIMIT,
  LONGEST_URL,
  MOST_HEADERS,
} from '../../src/provider/limits/limits.js';
import { DOUBLES } from '../../src/sandbox-wallet/doubles/doubles.js';
import { TEST_WALLET_ADDRESSES } from '../../src/sandbox-wallet/test-wallet-addresses.js';
import { WHAT_THE_PAGE_SEES } from '../../src/start/demo-site/what-the-page-sees.js';
import { type Variable, VARIABLES } from '../../src/start/provider/settings.js';
import { REFERENCE_FOLDER } from './documents.js';
import { readExports, readMembers, readTags } from './read-source.js';
import { RULE_DESCRIPTIONS } from './rule-descriptions.js';

/** The first row is the head. */
type Table = readonly (readonly string[])[];

interface Page {
  readonly title: string;
  readonly text: string;
  /** By heading; an empty heading stands for none. */
  readonly tables: () => Readonly<Record<string, Table>>;
}

const NOTICE = '<!-- Generated from the source code by `npm run docs`. Do not edit. -->';

const PAGES: Readonly<Record<string, Page>> = {
  attributes: {
    title: 'Script attributes',
    text: 'Attributes of the script tag. [Pages](../pages.md) describes how to use it.',
    tables: () => ({ '': attributes() }),
  },
  'document-monetization': {
    title: '`document.monetization`',
    text: '`document.monetization` exists where the agent runs. [State](../pages.md#state) has an example.',
    tables: () => ({
      Members: monetization(),
      '`agentState`': members('AgentState'),
      '`agentState.sessions[]`': members('AgentSession'),
      '`agentState.connection`': members('AgentConnection'),
    }),
  },
  elements: {
    title: 'Elements',
    text: '[Elements](../elements.md) describes how to use both.',
    tables: () => ({
      '`<wm-status>`': element('src/wm-status/wm-status.ts', 'WmStatus'),
      '`<wm-flow>`': element('src/wm-flow/wm-flow.ts', 'WmFlow'),
    }),
  },
  exports: {
    title: 'Exports',
    text: 'What each entry of the package exports. `wm-polyfill` itself starts the agent and exports types only.',
    tables: () => ({ '': packageExports() }),
  },
  'error-codes': {
    title: 'Error codes',
    text: 'The status is the HTTP status of the provider. Errors without a status come from the page itself.',
    tables: () => ({ '': errorCodes() }),
  },
  'test-wallet-addresses': {
    title: 'Test wallet addresses',
    text: `Each test wallet address has one outcome, in the sandbox below \`http://localhost:4103/\` and in a simulation on any
      host. [Sandbox](../sandbox.md#test-wallet-addresses), [Simulation](../simulation.md)`,
    tables: () => ({ '': walletAddresses() }),
  },
  'check-rules': {
    title: 'Rules of `wm check`',
    text: '[Check](../check.md) describes the command.',
    tables: () => ({ '': checkRules() }),
  },
  settings: {
    title: 'Settings of `wm provider`',
    text: `Environment variables. [Operating a provider](../operating.md) describes how to use them. The other commands read
      \`PORT\` and \`WM_DATA\` (\`wm start\`, \`wm trigger\`, \`wm listen\`) and \`CHROME_PATH\` (\`wm check\`).`,
    tables: () => ({ '': settings() }),
  },
  limits: {
    title: 'Limits of the provider',
    text: `Defaults of \`createProvider()\`. Times are in milliseconds and sizes in bytes. \`wm provider\` uses these values.
      [How the provider works](../provider.md#requests-from-pages)`,
    tables: () => ({ '`limits`': limits(), Fixed: fixedLimits(), '`egress`': egress() }),
  },
  'sandbox-faults': {
    title: 'Faults of the sandbox wallet',
    text: '`wm sandbox play NAME` makes the wallet misbehave. [Control a wallet](../sandbox.md#control-a-wallet)',
    tables: () => ({ '': sandboxFaults() }),
  },
};

/** Each page of the reference, by its path, in the form that prettier leaves alone. */
export async function referencePages(names = Object.keys(PAGES)): Promise<Map<string, string>> {
  const pages = new Map<string, string>();
  for (const name of names) {
    const path = `${REFERENCE_FOLDER}/${name}.md`;
    pages.set(path, await format(path, render(PAGES[name] as Page)));
  }
  return pages;
}

export async function format(path: string, text: string): Promise<string> {
  const options = await prettier.resolveConfig(path);
  return prettier.format(text, { ...options, parser: 'markdown' });
}

function render({ title, text, tables }: Page): string {
  const sections = Object.entries(tables()).map(
    ([heading, table]) => `${heading && `## ${heading}\n\n`}${renderTable(table)}`,
  );
  return [NOTICE, `# ${title}`, text.replace(/\n\s+/g, '\n'), ...sections].join('\n\n');
}

function renderTable([head = [], ...body]: Table): string {
  return [head, head.map(() => '---'), ...body]
    .map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
}

/** Those members of the configuration whose comment begins with the attribute. */
function attributes(): Table {
  const rows = readMembers('src/agent/configuration.ts', 'Configuration').flatMap(({ text }) => {
    const [, attribute, meaning] = /^(`data-[^`]*`) (.*)$/.exec(text) ?? [];
    return attribute && meaning ? [[attribute, meaning]] : [];
  });
  return [['attribute', 'meaning'], ...rows];
}

function members(name: string): Table {
  const rows = readMembers('src/agent/state.ts', name).map((one) => [
    code(one.name),
    code(one.type),
    one.text,
  ]);
  return [['member', 'type', 'meaning'], ...rows];
}

function monetization(): Table {
  const own = readMembers('src/agent/state.ts', 'DocumentMonetization');
  const shown = [...readMembers('src/agent/state.ts', 'AgentStateSource'), ...own].filter(
    ({ name }) => name !== 'addEventListener',
  );
  return [
    ['member', 'meaning'],
    ...shown.map(({ name, type, text }) => [code(name + (type === '()' ? '()' : '')), text]),
  ];
}

function element(file: string, className: string): Table {
  const kinds: Record<string, string> = {
    ...{ attr: 'attribute', attribute: 'attribute', fires: 'event', slot: 'slot' },
    ...{ csspart: 'part', cssprop: 'custom property', cssproperty: 'custom property' },
  };
  const rows = readTags(file, className).flatMap(({ tag, name, text }) =>
    kinds[tag] ? [[kinds[tag], name ? code(name.trim()) : '(default)', text]] : [],
  );
  return [['kind', 'name', 'meaning'], ...rows];
}

/** Of each entry of the package that can be imported, what it exports. */
function packageExports(): Table {
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

function walletAddresses(): Table {
  const rows = [...TEST_WALLET_ADDRESSES].map(([name, { does }]) => [
    code(name),
    does,
    WHAT_THE_PAGE_SEES[name] ?? '',
  ]);
  return [['path', 'outcome', 'the page sees'], ...rows];
}

function errorCodes(): Table {
  const rows = Object.entries(ERROR_CODES).map(([name, error]) => [
    code(name),
    'status' in error ? String(error.status) : '',
    plain(error.title),
    plain(error.fix),
  ]);
  return [['code', 'status', 'cause', 'fix'], ...rows];
}

function checkRules(): Table {
  const rows = RULES.map(({ id, fix, spec }) => [
    code(id),
    RULE_DESCRIPTIONS[id] ?? '',
    plain(fix),
    `[${sourceName(spec)}](${spec})`,
  ]);
  return [['rule', 'finds', 'fix', 'source'], ...rows];
}

function sourceName(url: string): string {
  if (url.startsWith(SPECIFICATION)) return 'specification';
  return url.startsWith(EXTENSION) ? 'extension' : 'HTML';
}

function settings(): Table {
  const rows = Object.entries<Variable<unknown>>(VARIABLES).map(
    ([name, { meaning, required, default: value }]) => [
      code(name),
      plain(meaning),
      required ? 'required' : value === undefined ? '' : code(value),
    ],
  );
  return [['variable', 'meaning', 'default'], ...rows];
}

function limits(): Table {
  const rows = readMembers('src/provider/limits/limits.ts', 'Limits').map(({ name, text }) => {
    const value = DEFAULT_LIMITS[name as keyof typeof DEFAULT_LIMITS];
    const isRate = typeof value === 'object';
    return [
      code(name),
      text,
      isRate ? `${number(value.perMinute)} a minute, ${number(value.burst)} at once` : number(value),
    ];
  });
  return [['option', 'meaning', 'default'], ...rows];
}

function fixedLimits(): Table {
  return [
    ['what', 'limit'],
    ['request body', number(BODY_LIMIT)],
    ['request headers', number(HEADERS_LIMIT)],
    ['lines of request headers', number(MOST_HEADERS)],
    ['characters of a URL', number(LONGEST_URL)],
  ];
}

function egress(): Table {
  const [live, sandbox] = [egressOptions(false), egressOptions(true)];
  const rows = readMembers('src/provider/egress/egress-options.ts', 'EgressOptions').map(({ name, text }) => {
    const option = name.replace('?', '') as keyof typeof live;
    return [code(option), text, setting(live[option]), setting(sandbox[option])];
  });
  return [['option', 'meaning', 'default', 'in the sandbox'], ...rows];
}

function setting(value: unknown): string {
  if (typeof value === 'number') return Number.isFinite(value) ? number(value) : 'no limit';
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'boolean' ? code(String(value)) : '';
}

function sandboxFaults(): Table {
  const rows = Object.entries<{ does: string; at?: readonly string[] }>(DOUBLES).map(
    ([name, { does, at }]) => [code(name), plain(does), at ? at.map(code).join(', ') : 'every operation'],
  );
  return [['name', 'the wallet', 'operations'], ...rows];
}

function number(value: number): string {
  return value.toLocaleString('en');
}

const TAG_OR_URL = /(<[a-z][^>]*>|\S*https?:\/\/\S*[^\s.,:;)])/i;

/** Text that is not Markdown. Tags and URLs become code, so that they are neither HTML nor links. */
function plain(text: string): string {
  return text
    .split(TAG_OR_URL)
    .map((part, index) => (index % 2 === 1 ? code(part) : part.replace(/[\\<*[\]]/g, '\\$&')))
    .join('');
}

function code(text: string): string {
  return text && `\`${text}\``;
}
