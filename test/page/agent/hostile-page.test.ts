import { expect } from '@open-wc/testing';
import type { Agent } from '../../../src/page/agent/agent.js';
import { jsonResponse, PAYMENT_RESPONSE, FakeProvider } from '../relay-client/fake-provider.js';
import { openAgentFrame, type AgentFrame } from './support/agent-frame.js';
import { waitFor } from '../../support/wait-for.js';

/**
 * The whole agent with the browser's timers, clock and keys, and the HTTP relay client with a fake provider.
 */
class HostilePage {
  readonly provider = new FakeProvider();
  frame!: AgentFrame;
  agent!: Agent;

  async open(before: (page: Page) => void = () => undefined): Promise<void> {
    const pay = (): Response => jsonResponse(201, { ...PAYMENT_RESPONSE, next: 100 });
    this.provider.responses['POST /relay/sessions/s/payments'] = pay;
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

  /** Waits for `count` more payments to be delivered. */
  async goesOn(count: number): Promise<void> {
    const [paid, delivered] = [this.payments, this.frame.deliveredAmounts.length];
    const holds = (): boolean =>
      this.payments >= paid + count && this.frame.deliveredAmounts.length >= delivered + count;
    await waitFor(holds, 'more payments');
  }

  stop(): void {
    this.frame.remove();
  }
}

type Page = Window & typeof globalThis;

/**
 * Properties that the agent reads although the object may lack them, or that are members of an option object.
 */
const GETTERS = [
  ...['get', 'set', 'value', 'enumerable', 'configurable', 'writable'],
  ...['body', 'method', 'timeout', 'proof', 'keepalive', 'signal', 'headers', 'nonce'],
  ...['bubbles', 'detail', 'composed', 'once', 'passive', 'capture', 'childList', 'characterData'],
  ...['id', 'next', 'state', 'status', 'limits', 'budget', 'spent', 'expiresAt', 'href', 'type'],
  ...['code', 'error', 'fix', 'cause', 'retryAfter', 'then', 'toJSON', 'path', 'told', 'payment', 'wm'],
  ...['amount', 'assetCode', 'assetScale', 'receipt', 'incomingPayment', 'walletAddress'],
  ...['key', 'fetch', 'relay', 'platform', 'visibility', 'directory', 'policyHeaders', 'amountSent', 'force'],
];

function defineOnObjectPrototype(page: Page, name: string): void {
  page.Object.defineProperty(page.Object.prototype, name, {
    ...{ __proto__: null, configurable: true, get: () => true },
    set(value: unknown) {
      Reflect.defineProperty(this, name, {
        ...{ __proto__: null, value, writable: true, configurable: true, enumerable: true },
      });
    },
  } as unknown as PropertyDescriptor);
}

/** A value that throws on any use. */
function throwRefused(): never {
  throw new Error('This is the page’s.');
}

/** The object that has the member. */
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

/** Without these functions no request can prove possession of the key. */
const NEEDED_FOR_PROOFS: Replaced = {
  'Date.now': (page) => [page.Date, 'now'],
  btoa: (page) => [page, 'btoa'],
  TextEncoder: (page) => [page, 'TextEncoder'],
  'crypto.subtle.sign': (page) => [page.SubtleCrypto.prototype, 'sign'],
};

function replace(place: [object: object, key: PropertyKey]): void {
  Reflect.defineProperty(...place, { value: throwRefused, configurable: true, writable: true });
}

describe('the agent in a hostile page', () => {
  let hostile: HostilePage;

  beforeEach(() => {
    hostile = new HostilePage();
  });
  afterEach(() => hostile.stop());

  for (const name of GETTERS) {
    it(`pays without exceptions when Object.prototype had a getter "${name}" before`, async () => {
      await hostile.open((page) => defineOnObjectPrototype(page, name));
      hostile.start();
      await hostile.goesOn(2);
      expect(hostile.frame.errors).to.eql([]);
    });
  }

  it('pays without exceptions when Object.prototype gets all of these getters later', async () => {
    await hostile.open();
    hostile.start();
    await hostile.goesOn(1);
    for (const name of GETTERS) defineOnObjectPrototype(hostile.frame.window, name);
    await hostile.goesOn(2);
    expect(hostile.frame.errors).to.eql([]);
  });

  for (const [name, placeIn] of Object.entries(HARMLESS)) {
    it(`pays without exceptions when the page replaces ${name} later`, async () => {
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
    it(`adds and removes links after the page has replaced ${name}`, async () => {
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
      await waitFor(() => hostile.provider.paths.filter((path) => path.startsWith('DELETE')).length === 2);
      expect(events).to.eql(['load']);
      expect(hostile.frame.errors).to.eql([]);
    });
  }

  for (const [name, placeIn] of Object.entries(NEEDED_FOR_PROOFS)) {
    it(`stops paying without exceptions, and reports why, when the page replaces ${name} later`, async () => {
      await hostile.open();
      hostile.start();
      await hostile.goesOn(1);
      replace(placeIn(hostile.frame.window));
      const { monetization } = hostile.agent;
      await waitFor(() => monetization.agentState.error !== null, 'an error');
      expect(monetization.agentState.error?.code).to.equal('provider-unreachable');
      expect(hostile.frame.errors).to.eql([]);
    });
  }

  it('reports why it does not pay when fetch does not work from the start', async () => {
    await hostile.open((page) => replace([page, 'fetch']));
    hostile.start();
    const { monetization } = hostile.agent;
    await waitFor(() => monetization.agentState.sessions[0]?.error, 'an error');
    expect(monetization.agentState.sessions[0]?.error?.code).to.equal('provider-unreachable');
    expect(hostile.frame.errors).to.eql([]);
  });
});
