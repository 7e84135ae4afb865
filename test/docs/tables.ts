import { readFileSync } from 'node:fs';
import prettier from 'prettier';
import ts from 'typescript';
import { EXTENSION_SOURCE_URL, SPECIFICATION_URL } from '../../src/tools/check/rules/rule.js';
import { CHECK_RULES } from '../../src/tools/check/rules/rules.js';
import { ERROR_CODES } from '../../src/protocol/error-codes.js';
import { createEgressOptions } from '../../src/provider/egress/egress-options.js';
import {
  MAX_BODY_BYTES,
  DEFAULT_LIMITS,
  MAX_HEADER_BYTES,
  MAX_URL_LENGTH,
  MAX_HEADERS,
} from '../../src/provider/limits/limits.js';
import { FAULTS } from '../../src/sandbox-wallet/faults/fault-catalog.js';
import { TEST_WALLET_ADDRESSES } from '../../src/sandbox-wallet/test-wallet-addresses.js';
import { PAGE_OUTCOMES } from '../../src/tools/demo-site/page-outcomes.js';
import { type Variable, VARIABLES } from '../../src/tools/provider/settings.js';
import { REFERENCE_FOLDER } from './documents.js';
import { readExports, readMembers, readTags } from './read-source.js';
import { RULE_DESCRIPTIONS } from './rule-descriptions.js';

/** The first row is the head. */
type Table = readonly (readonly string[])[];

interface Page {
  readonly title: string;
  readonly text: string;
  /** Tables by heading; an empty heading stands for none. */
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
      '`<wm-status>`': element('src/page/elements/wm-status/wm-status.ts', 'WmStatus'),
      '`<wm-flow>`': element('src/page/elements/wm-flow/wm-flow.ts', 'WmFlow'),
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
    text: '`wm sandbox fault NAME` injects a fault. [Control a wallet](../sandbox.md#control-a-wallet)',
    tables: () => ({ '': sandboxFaults() }),
  },
};

/** Each page of the reference, by its path, in prettier's format. */
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

/** The members of the configuration whose comment starts with the attribute. */
function attributes(): Table {
  const rows = readMembers('src/page/agent/core/configuration.ts', 'Configuration').flatMap(({ text }) => {
    const [, attribute, meaning] = /^(`data-[^`]*`) (.*)$/.exec(text) ?? [];
    return attribute && meaning ? [[attribute, meaning]] : [];
  });
  return [['attribute', 'meaning'], ...rows];
}

function members(name: string): Table {
  const rows = readMembers('src/page/agent/state/agent-state.ts', name).map((one) => [
    code(one.name),
    code(one.type),
    one.text,
  ]);
  return [['member', 'type', 'meaning'], ...rows];
}

function monetization(): Table {
  const own = readMembers('src/page/agent/state/state.ts', 'DocumentMonetization');
  const shown = [...readMembers('src/page/agent/state/state.ts', 'AgentStateSource'), ...own].filter(
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

/** The exports of each entry of the package that can be imported. */
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
  const rows = [...TEST_WALLET_ADDRESSES].map(([name, { description }]) => [
    code(name),
    description,
    PAGE_OUTCOMES[name] ?? '',
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
  const rows = CHECK_RULES.map(({ id, fix, spec }) => [
    code(id),
    RULE_DESCRIPTIONS[id] ?? '',
    plain(fix),
    `[${sourceName(spec)}](${spec})`,
  ]);
  return [['rule', 'finds', 'fix', 'source'], ...rows];
}

function sourceName(url: string): string {
  if (url.startsWith(SPECIFICATION_URL)) return 'specification';
  return url.startsWith(EXTENSION_SOURCE_URL) ? 'extension' : 'HTML';
}

function settings(): Table {
  const rows = Object.entries<Variable<unknown>>(VARIABLES).map(
    ([name, { description, required, default: value }]) => [
      code(name),
      plain(description),
      required ? 'required' : value === undefined ? '' : code(value),
    ],
  );
  return [['variable', 'meaning', 'default'], ...rows];
}

function limits(): Table {
  const rows = readMembers('src/provider/limits/limits.ts', 'ProviderLimits').map(({ name, text }) => {
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
    ['request body', number(MAX_BODY_BYTES)],
    ['request headers', number(MAX_HEADER_BYTES)],
    ['lines of request headers', number(MAX_HEADERS)],
    ['characters of a URL', number(MAX_URL_LENGTH)],
  ];
}

function egress(): Table {
  const [live, sandbox] = [createEgressOptions(false), createEgressOptions(true)];
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
  const rows = Object.entries<{ description: string; operations?: readonly string[] }>(FAULTS).map(
    ([name, { description, operations: at }]) => [
      code(name),
      plain(description),
      at ? at.map(code).join(', ') : 'every operation',
    ],
  );
  return [['name', 'the wallet', 'operations'], ...rows];
}

function number(value: number): string {
  return value.toLocaleString('en');
}

const TAG_OR_URL = /(<[a-z][^>]*>|\S*https?:\/\/\S*[^\s.,:;)])/i;

/** Escapes Markdown. Tags and URLs become code, so that they are neither HTML nor links. */
function plain(text: string): string {
  return text
    .split(TAG_OR_URL)
    .map((part, index) => (index % 2 === 1 ? code(part) : part.replace(/[\\<*[\]]/g, '\\$&')))
    .join('');
}

function code(text: string): string {
  return text && `\`${text}\``;
}
