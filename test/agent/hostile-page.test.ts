import { expect, waitUntil } from '@open-wc/testing';
import type { Agent } from '../../src/agent/agent.js';
import { json, PAYMENT, ProviderDouble } from '../relay/provider-double.js';
import { openAgentFrame } from './support/agent-frame.js';
import type { AgentFrame } from './support/agent-frame.js';

/** The whole agent with the browser's own timers, clock and keys, and a real line to a provider whose answers the test gives. */
class HostilePage {
  readonly provider = new ProviderDouble();
  frame!: AgentFrame;
  agent!: Agent;

  async open(before: (page: Page) => void = () => undefined): Promise<void> {
    const pay = (): Response => json(201, { ...PAYMENT, next: 100 });
    this.provider.answers['POST /relay/sessions/s/payments'] = pay;
    this.frame = await openAgentFrame((page) => {
      page.fetch = this.provider.fetch;
      before(page as Page);
    });
  }

  start(): void {
    const { document } = this.frame.window;
    const link = document.createElement('link');
    link.setAttribute('rel', 'monetization');
    link.setAttribute('href', 'https://wallet.example/alice');
    document.head.append(link);
    this.frame.apply();
    this.agent = this.frame.startAgent({ provider: 'https://provider.example' });
  }

  get payments(): number {
    return this.provider.paths.filter((path) => path.endsWith('/payments')).length;
  }

  /** Another `count` payments, of each of which the page is told. */
  async goesOn(count: number): Promise<void> {
    const [paid, told] = [this.payments, this.frame.told.length];
    const holds = (): boolean => this.payments >= paid + count && this.frame.told.length >= told + count;
    await waitUntil(holds, 'no payment any more', { timeout: 5_000, interval: 20 });
  }

  stop(): void {
    this.frame.remove();
  }
}

type Page = Window & typeof globalThis;

/** What the agent reads of objects that need not have it, or hands to the platform in one. */
const GETTERS = [
  ...['get', 'set', 'value', 'enumerable', 'configurable', 'writable'],
  ...['body', 'method', 'timeout', 'proof', 'keepalive', 'signal', 'headers', 'nonce'],
  ...['bubbles', 'detail', 'composed', 'once', 'passive', 'capture', 'childList', 'characterData'],
  ...['id', 'next', 'state', 'status', 'limits', 'budget', 'spent', 'expiresAt', 'href', 'type'],
  ...['code', 'error', 'fix', 'cause', 'retryAfter', 'then', 'toJSON', 'path', 'told', 'payment', 'wm'],
  ...['amount', 'assetCode', 'assetScale', 'receipt', 'incomingPayment', 'walletAddress'],
  ...['key', 'fetch', 'relay', 'platform', 'visibility', 'directory', 'policyHeaders', 'amountSent', 'force'],
];

function giveEveryObject(page: Page, name: string): void {
  page.Object.defineProperty(page.Object.prototype, name, {
    ...{ __proto__: null, configurable: true, get: () => true },
    set(value: unknown) {
      Reflect.defineProperty(this, name, {
        ...{ __proto__: null, value, writable: true, configurable: true, enumerable: true },
      });
    },
  } as unknown as PropertyDescriptor);
}

/** Something that cannot be used at all. */
function refuse(): never {
  throw new Error('This is the page’s.');
}

/** Where it lies. */
type Replaced = Record<string, (page: Page) => [object: object, key: PropertyKey]>;

const HARMLESS: Replaced = {
  fetch: (page) => [page, 'fetch'],
  setTimeout: (page) => [page, 'setTimeout'],
  clearTimeout: (page) => [page, 'clearTimeout'],
  Event: (page) => [page, 'Event'],
  CustomEvent: (page) => [page, 'CustomEvent'],
  MonetizationEvent: (page) => [page, 'MonetizationEvent'],
  MutationObserver: (page) => [page, 'MutationObserver'],
  'Promise.prototype.then': (page) => [page.Promise.prototype, 'then'],
  'Promise.prototype.catch': (page) => [page.Promise.prototype, 'catch'],
  'JSON.parse': (page) => [page.JSON, 'parse'],
  'Response.prototype.json': (page) => [page.Response.prototype, 'json'],
  'AbortSignal.timeout': (page) => [page.AbortSignal, 'timeout'],
  'Storage.prototype.setItem': (page) => [page.Storage.prototype, 'setItem'],
  'console.warn': (page) => [page.console, 'warn'],
  'Object.assign': (page) => [page.Object, 'assign'],
  URL: (page) => [page, 'URL'],
};

/** Without them no request can be proved to be the visitor's. */
const NEEDED_FOR_PROOFS: Replaced = {
  'Date.now': (page) => [page.Date, 'now'],
  btoa: (page) => [page, 'btoa'],
  TextEncoder: (page) => [page, 'TextEncoder'],
  'crypto.subtle.sign': (page) => [page.SubtleCrypto.prototype, 'sign'],
};

function replace(place: [object: object, key: PropertyKey]): void {
  Reflect.defineProperty(...place, { value: refuse, configurable: true, writable: true });
}

describe('the agent in a hostile page', () => {
  let hostile: HostilePage;

  beforeEach(() => {
    hostile = new HostilePage();
  });
  afterEach(() => hostile.stop());

  for (const name of GETTERS) {
    it(`pays, and throws nothing into it, when every object has had a getter "${name}" before`, async () => {
      await hostile.open((page) => giveEveryObject(page, name));
      hostile.start();
      await hostile.goesOn(2);
      expect(hostile.frame.errors).to.eql([]);
    });
  }

  it('pays, and throws nothing into it, when every object gets all of these getters later', async () => {
    await hostile.open();
    hostile.start();
    await hostile.goesOn(1);
    for (const name of GETTERS) giveEveryObject(hostile.frame.window, name);
    await hostile.goesOn(2);
    expect(hostile.frame.errors).to.eql([]);
  });

  for (const [name, placeIn] of Object.entries(HARMLESS)) {
    it(`pays, and throws nothing into it, when it replaces ${name} later`, async () => {
      await hostile.open();
      hostile.start();
      await hostile.goesOn(1);
      replace(placeIn(hostile.frame.window));
      await hostile.goesOn(2);
      expect(hostile.frame.errors).to.eql([]);
      expect(hostile.agent.monetization.agentState.error).to.equal(null);
    });
  }

  for (const name of ['fetch', 'setTimeout', 'Event', 'MutationObserver']) {
    it(`takes up links and lets them go when it has replaced ${name}`, async () => {
      await hostile.open();
      hostile.start();
      await hostile.goesOn(1);
      const { window: page } = hostile.frame;
      replace((HARMLESS[name] as (page: Page) => [object, PropertyKey])(page));
      const link = page.document.head.querySelector('link') as HTMLLinkElement;
      const events: string[] = [];
      for (const type of ['load', 'error']) link.addEventListener(type, () => events.push(type));
      link.href = 'https://wallet.example/bob';
      await hostile.goesOn(1);
      link.remove();
      await waitUntil(() => hostile.provider.paths.filter((path) => path.startsWith('DELETE')).length === 2);
      expect(events).to.eql(['load']);
      expect(hostile.frame.errors).to.eql([]);
    });
  }

  for (const [name, placeIn] of Object.entries(NEEDED_FOR_PROOFS)) {
    it(`pays no more, throws nothing into it, and says why, when it replaces ${name} later`, async () => {
      await hostile.open();
      hostile.start();
      await hostile.goesOn(1);
      replace(placeIn(hostile.frame.window));
      const { monetization } = hostile.agent;
      await waitUntil(() => monetization.agentState.error !== null, 'no reason', { timeout: 5_000 });
      expect(monetization.agentState.error?.code).to.equal('provider-unreachable');
      expect(hostile.frame.errors).to.eql([]);
    });
  }

  it('says why it does not pay when there is no fetch that works from the beginning', async () => {
    await hostile.open((page) => replace([page, 'fetch']));
    hostile.start();
    const { monetization } = hostile.agent;
    await waitUntil(() => monetization.agentState.sessions[0]?.error, 'no reason', { timeout: 5_000 });
    expect(monetization.agentState.sessions[0]?.error?.code).to.equal('provider-unreachable');
    expect(hostile.frame.errors).to.eql([]);
  });
});
