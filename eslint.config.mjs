import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import { configs as lit } from 'eslint-plugin-lit';
import regexp from 'eslint-plugin-regexp';
import { configs as wc } from 'eslint-plugin-wc';
import own from './eslint-rules.mjs';

const browser = Object.fromEntries(
  ['window', 'document', 'console', 'customElements', 'location', 'URL', 'setTimeout', 'fetch'].map(
    (name) => [name, 'readonly'],
  ),
);
const mocha = Object.fromEntries(['it', 'beforeEach', 'afterEach'].map((name) => [name, 'readonly']));
const node = { ...browser, process: 'readonly', Buffer: 'readonly' };

const demo = {
  ...browser,
  ...Object.fromEntries(
    [
      'CustomEvent',
      'history',
      'HTMLLinkElement',
      'IntersectionObserver',
      'MonetizationEvent',
      'URLSearchParams',
    ].map((name) => [name, 'readonly']),
  ),
};

/** The loops in these files are load over some time, and have no condition to wait for. */
const PLAYS_TIME = ['test/bench/**', 'test/soak/**', 'test/fuzz/**', 'test/fault-tolerance/**'];
const USE_WAIT_FOR = 'Use waitFor() of test/support/wait-for.ts, which has a deadline and a message.';
const LOOP = ':matches(ForStatement, WhileStatement, DoWhileStatement)';
const TIMER = 'CallExpression[callee.name=/^(setTimeout|setImmediate|sleep)$/]';
const OTHER_WAITS = [
  `${LOOP} AwaitExpression > ${TIMER}`,
  `${LOOP} AwaitExpression > NewExpression[callee.name='Promise'] ${TIMER}`,
  `${LOOP} AwaitExpression > NewExpression[callee.name='Promise'] > Identifier[name='setImmediate']`,
  'FunctionDeclaration[id.name=/^(waitFor|waitUntil|waitForCondition|until|eventually|poll)$/]',
  'ImportSpecifier[imported.name=/^(waitUntil|aTimeout)$/]',
].map((selector) => ({ selector, message: USE_WAIT_FOR }));

export default tseslint.config(
  { ignores: ['dist', 'coverage', 'node_modules', '.cache'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  lit['flat/recommended'],
  wc['flat/recommended'],
  { files: ['**/*.mjs'], languageOptions: { globals: node } },
  { files: ['demo/**/*.js'], languageOptions: { globals: demo } },
  { files: ['demo/examples/web-test-runner/*.test.js'], languageOptions: { globals: mocha } },
  {
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-namespace': ['error', { allowDeclarations: true }],
      // One import of a module, with `type` inside it where the module gives values, too.
      '@typescript-eslint/consistent-type-imports': [
        'error',
        // `typeof import()` is the type of a module that is loaded on demand.
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      'no-duplicate-imports': 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
    },
  },
  {
    // A rejection without a handler ends the provider, and is an error of the page.
    files: ['src/**/*.ts', 'test/**/*.ts'],
    // Examples that other projects' settings compile.
    ignores: ['test/types/!(*.test).ts'],
    languageOptions: {
      parserOptions: { project: ['tsconfig.*.json', 'test/tsconfig.*.json'] },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'file', path: 'src/page/agent/core/load-lazy-module.ts', name: 'loadLazyModule' },
            // The types of @open-wc/testing declare wrongly that these return promises.
            { from: 'package', package: '@types/chai', name: 'Equal' },
            // The runner awaits tests and reports their failures.
            { from: 'package', package: 'node:test', name: ['test', 'it', 'describe', 'suite'] },
          ],
        },
      ],
    },
  },
  { plugins: { own }, rules: { 'own/comment-columns': 'error' } },
  {
    files: ['src/**', 'test/**'],
    // A migration keeps the names of its time.
    ignores: ['src/provider/migrations/**'],
    rules: { 'own/plain-words': 'error' },
  },
  {
    files: ['test/**/*.ts'],
    ignores: ['test/support/wait-for.ts', ...PLAYS_TIME],
    rules: { 'no-restricted-syntax': ['error', ...OTHER_WAITS] },
  },
  {
    // Most of these regular expressions read untrusted text, so they must run in linear time.
    files: ['src/**', 'demo/**'],
    plugins: { regexp },
    rules: {
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      // A sticky expression is tried at one position only, and the loops end where it fails.
      'regexp/no-super-linear-move': ['error', { report: 'potential', ignoreSticky: true }],
    },
  },
  {
    // Money is bigint. A float in an amount is a bug, so float functions are banned in payment code.
    files: [
      'src/protocol/amount.ts',
      'src/sandbox-wallet/ledger/**',
      'src/provider/payments/**',
      'src/provider/budget/**',
    ],
    rules: {
      'no-restricted-globals': ['error', 'parseFloat'],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'round' },
        { object: 'Math', property: 'floor' },
      ],
    },
  },
);
