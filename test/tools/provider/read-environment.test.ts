import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  EnvironmentError,
  collectWarnings,
  findUnknownVariables,
  readEnvironment,
} from '../../../src/tools/provider/read-environment.js';
import { VARIABLES } from '../../../src/tools/provider/settings.js';

const MINIMAL_ENVIRONMENT = { WM_ORIGIN: 'https://provider.example', WM_SITES: 'https://news.example' };

test('an origin and the sites are enough; everything else has a safe default', () => {
  const settings = readEnvironment(MINIMAL_ENVIRONMENT);
  assert.deepEqual(settings.WM_SITES, ['https://news.example']);
  assert.deepEqual([settings.HOST, settings.WM_METRICS_HOST], ['127.0.0.1', '127.0.0.1']);
  assert.deepEqual(
    [settings.WM_BUDGET, settings.WM_RATE_PER_HOUR, settings.WM_PERIOD],
    ['5.00', '0.60', 'P1M'],
  );
  assert.deepEqual([settings.WM_MAX_BUDGET, settings.WM_MAX_RATE_PER_HOUR], ['20.00', '1.00']);
  assert.equal(settings.WM_TRUST_PROXY, undefined);
});

test('an empty variable counts as unset', () => {
  assert.equal(readEnvironment({ ...MINIMAL_ENVIRONMENT, PORT: '', DATABASE_URL: '' }).PORT, 8080);
});

const VALID_VALUES: [name: string, text: string, value: unknown][] = [
  ['WM_ORIGIN', 'https://provider.example/', 'https://provider.example'],
  ['WM_SITES', '*', '*'],
  ['WM_SITES', 'https://a.example, https://*.b.example', ['https://a.example', 'https://*.b.example']],
  ['WM_METRICS_PORT', 'off', null],
  ['WM_PERIOD', 'never', null],
  ['WM_PERIOD', 'P7D', 'P7D'],
  ['WM_TRUST_PROXY', '10.0.0.0/8 ::1', '10.0.0.0/8,::1'],
  ['WM_CLIENT_NAME', 'Ünser Anbieter (Test)', 'Ünser Anbieter (Test)'],
  ...[
    'postgres://u:p%40@db.example/wm',
    'postgresql:///wm',
    'postgres://u:p@/wm?host=/cloudsql/project:region:instance',
    'postgres://u:p@%2Fvar%2Frun%2Fpostgresql/wm',
    'postgres://u:p@[::1]:5433/wm?sslmode=require',
    'postgres://u:p@a.example:5432,b.example:5433/wm?target_session_attrs=read-write',
    'postgres://u:p@/wm?host=a.example,b.example&port=5432,5433',
  ].map((url): (typeof VALID_VALUES)[number] => ['DATABASE_URL', url, url]),
];
for (const [name, text, value] of VALID_VALUES) {
  test(`${name}=${text} is accepted`, () => {
    assert.deepEqual(
      readEnvironment({ ...MINIMAL_ENVIRONMENT, [name]: text })[name as keyof typeof VARIABLES],
      value,
    );
  });
}

const INVALID_VALUES: Record<string, string[]> = {
  WM_ORIGIN: [
    'http://provider.example',
    'provider.example',
    'https://provider.example/wm',
    'https://u:p@h.example',
    '',
  ],
  WM_SITES: ['news.example', 'https://news.example/page', 'https://*', '* https://news.example', ''],
  PORT: ['0', '65536', '80.5', 'http', '-1', '1e3', '9464'],
  WM_TRUST_PROXY: ['true', '10.0.0.0/33', 'proxy.example', '1'],
  DATABASE_URL: [
    ...['mysql://a', 'provider.db', 'postgres://a:b@:port', 'postgres://a:b@h:65536/wm'],
    ...['postgres://a:b/c@h/wm', 'postgres://a:b#c@h/wm', 'postgres://a:b?c@h/wm', 'postgres://a:1/c@h/wm'],
    ...['postgres://a@h,i,j:1,2/wm?port=1,2', 'postgres://a:%E0@h/wm'],
    'postgres://a:b@h/wm?target_session_attrs=standby',
  ],
  WM_BUDGET: ['0', '0.00', '-5', '5,00', '1e3', 'much', '20.000000001', '٥'],
  WM_RATE_PER_HOUR: ['1.000000001', '99999999999999999999'],
  WM_PERIOD: ['P', 'month', 'P0M', 'PT', 'P1M2', 'R/P1M'],
  WM_CLIENT_NAME: ['a\u202Eb', ' a', 'a\nb', 'x'.repeat(65), 'a\u200Bb'],
  WM_LOG_LEVEL: ['loud', 'INFO'],
  WM_DRAIN_SECONDS: ['-1', '301', 'x'],
  WM_CONSENT_DAYS: ['0', '366'],
};
for (const [name, texts] of Object.entries(INVALID_VALUES)) {
  for (const text of texts) {
    test(`${name}=${JSON.stringify(text)} is rejected with its name and a fix`, () => {
      assert.throws(
        () => readEnvironment({ ...MINIMAL_ENVIRONMENT, [name]: text }),
        (error: unknown) => {
          assert.ok(error instanceof EnvironmentError);
          const lines = error.message.split('\n').filter((line) => line.startsWith('  '));
          assert.equal(lines.length, 1, error.message);
          assert.match(lines[0] as string, new RegExp(`${name}.*\\. \\S.*\\.$`));
          return true;
        },
      );
    });
  }
}

test('all errors are reported at once, without secrets', () => {
  const environment = {
    WM_ORIGIN: 'https://u:canary@h.example',
    DATABASE_URL: 'mysql://u:canary@db',
    PORT: 'http',
  };
  assert.throws(
    () => readEnvironment(environment),
    ({ message }: Error) => {
      assert.match(message, /^4 errors in the environment/);
      for (const name of ['WM_ORIGIN', 'WM_SITES', 'PORT', 'DATABASE_URL'])
        assert.match(message, new RegExp(`  ${name}`));
      assert.doesNotMatch(message, /canary/);
      return true;
    },
  );
});

test('unknown variables are listed with the closest known name', () => {
  const environment = {
    ...MINIMAL_ENVIRONMENT,
    WM_BUGDET: '1',
    WM_SITE: 'x',
    WM_PROVIDER_SERVICE_HOST: '10.0.0.1',
    HOME: '/',
  };
  assert.deepEqual(findUnknownVariables(environment), [
    'WM_BUGDET is unknown; did you mean WM_BUDGET?',
    'WM_SITE is unknown; did you mean WM_SITES?',
    'WM_PROVIDER_SERVICE_HOST is unknown',
  ]);
});

test('a provider without a trusted proxy explains the consequences behind one', () => {
  assert.match(collectWarnings(MINIMAL_ENVIRONMENT).join(), /^WM_TRUST_PROXY is not set: /);
  assert.deepEqual(collectWarnings({ ...MINIMAL_ENVIRONMENT, WM_TRUST_PROXY: 'loopback' }), []);
});

test('no variable enables the sandbox', () => {
  assert.deepEqual(
    Object.keys(VARIABLES).filter((name) => /SANDBOX|LOOPBACK|INSECURE|DEV/.test(name)),
    [],
  );
});
