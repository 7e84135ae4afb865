// Functions that the pages share. `suite` (origins and wallet addresses) comes from /resources/config.js,
// which the server generates.
/* global window, document, URLSearchParams, performance, clearTimeout, suite, step_timeout */

(() => {
  /** Milliseconds. Without an agent, waiting longer changes nothing. */
  const TIMEOUT_MS = document.createElement('link').relList.supports('monetization') ? 30_000 : 500;
  const nativeFetch = window.fetch.bind(window);

  /** A wallet address of the test receiver: `ok` is paid, `404` and others fail. */
  function wallet(name) {
    return suite.wallets[name];
  }

  let wallets = 0;
  let origins = 0;

  /**
   * A wallet address that can be paid like `ok`, with a response of this `kind`. It is unique, so that its
   * requests can be counted.
   */
  function newWallet(kind = 'ok') {
    const path = `/wallet/${suite.run}-${++wallets}/${kind}`;
    return {
      href: `${suite.walletOrigin}${path}`,
      /** Lets a `gated` wallet address respond. */
      release: () => driver('release', { path }),
      /** The number of requests received so far. */
      requests: () => driver('requests', { path }),
      requested: () =>
        waitUntil(async () => (await driver('requests', { path })) > 0, 'a request for the wallet address'),
    };
  }

  function createLink(attributes = {}) {
    const link = document.createElement('link');
    for (const [name, value] of Object.entries({ rel: 'monetization', href: wallet('ok'), ...attributes })) {
      if (value !== null) link.setAttribute(name, value);
    }
    return link;
  }

  /** A monetization link that is removed at the end of the subtest. A null attribute is omitted. */
  function addLink(t, attributes = {}, parent = document.head) {
    const link = createLink(attributes);
    t.add_cleanup(() => link.remove());
    if (parent) parent.append(link);
    return link;
  }

  /** Resolves with the next event of this type at the target. */
  function eventOf(target, type, timeout = TIMEOUT_MS) {
    return eventsOf(target, type, 1, timeout).then(([event]) => event);
  }

  /** Resolves with the next `count` events of this type at the target. */
  function eventsOf(target, type, count, timeout = TIMEOUT_MS) {
    return new Promise((resolve, reject) => {
      const events = [];
      const stop = () => {
        target.removeEventListener(type, add);
        clearTimeout(timer);
      };
      const add = (event) => {
        if (event.target !== target && target !== window && target !== document) return;
        events.push(event);
        if (events.length < count) return;
        stop();
        resolve(events);
      };
      const timer = step_timeout(() => {
        stop();
        reject(new Error(`${events.length} of ${count} "${type}" events within ${timeout} ms`));
      }, timeout);
      target.addEventListener(type, add);
    });
  }

  /** The types of all events that reach the target from now on. */
  function record(target, types = ['load', 'error', 'monetization']) {
    const seen = [];
    for (const type of types) target.addEventListener(type, () => seen.push(type));
    return seen;
  }

  function nextTask() {
    return new Promise((resolve) => step_timeout(resolve, 0));
  }

  function wait(milliseconds) {
    return new Promise((resolve) => step_timeout(resolve, milliseconds));
  }

  async function waitUntil(condition, what, timeout = TIMEOUT_MS) {
    const end = performance.now() + timeout * suite.timeoutMultiplier;
    for (;;) {
      const value = await condition();
      if (value) return value;
      if (performance.now() > end) throw new Error(`No ${what} within ${timeout} ms`);
      await wait(100);
    }
  }

  /** A link that has received a payment. */
  async function whenPaid(t, attributes = {}, parent = document.head) {
    const link = addLink(t, attributes, parent);
    await eventOf(link, 'monetization');
    return link;
  }

  /** Waits until every other link would have had its turn, and a payment in flight has ended. */
  async function whenOthersArePaid(t, count = 3) {
    const other = addLink(t);
    await eventsOf(other, 'monetization', count, 2 * TIMEOUT_MS);
    other.remove();
  }

  /** Waits until an agent has processed every link that it found before. */
  async function whenOthersAreProcessed(t) {
    const other = addLink(t, { href: newWallet().href });
    await eventOf(other, 'load');
    await wait(100);
    other.remove();
  }

  /** Requests an operation of the runner that a page cannot do itself. */
  async function driver(operation, parameters = {}) {
    const response = await nativeFetch(`${suite.origin}/driver/${operation}`, {
      method: 'POST',
      body: JSON.stringify(parameters),
    });
    if (!response.ok) throw new Error(`driver: ${operation}: ${await response.text()}`);
    return response.json();
  }

  /** An origin that no other subtest uses. */
  function newOrigin() {
    return suite.origin.replace('.', `-${++origins}.`);
  }

  /** A page in a separate tab, which this page can only reach through the driver. */
  async function openTab(t, parameters, origin = suite.origin) {
    const tab = await driver('open', { url: subjectUrl(parameters, origin) });
    const operate = (operation, more = {}) => driver(operation, { tab, ...more });
    t.add_cleanup(() => operate('close').catch(() => undefined));
    const execute = (steps, ...values) =>
      operate('execute', { script: `(${steps})(...${JSON.stringify(values)})` });
    return {
      execute,
      hide: () => operate('hide'),
      show: () => operate('show'),
      reload: () => operate('reload'),
      back: () => operate('back'),
      navigate: (more, to = suite.origin) => operate('navigate', { url: subjectUrl(more, to) }),
      freeze: () => operate('freeze'),
      unfreeze: () => operate('unfreeze'),
      close: () => operate('close'),
      /** Events that the page in the tab has recorded since it was loaded. */
      events: (type) => execute((wanted) => window.events.filter((event) => event.type === wanted), type),
      whenPaid: (count = 1) =>
        waitUntil(
          async () =>
            (await execute(() => window.events.filter(({ type }) => type === 'monetization').length)) >=
            count,
          `${count} monetization events in the tab`,
        ),
    };
  }

  /**
   * A frame whose events arrive here by message. Parameters: the content of the frame's page, see subject.js.
   * @param attributes of the <iframe>
   */
  function addFrame(
    t,
    { parameters = {}, origin = suite.otherOrigin, parent = document.body, ...attributes } = {},
  ) {
    const frame = document.createElement('iframe');
    const events = [];
    const listener = ({ source, data }) => {
      if (source === frame.contentWindow && data?.type) events.push(data);
    };
    window.addEventListener('message', listener);
    for (const [name, value] of Object.entries(attributes)) frame.setAttribute(name, value);
    frame.src = subjectUrl(parameters, origin);
    t.add_cleanup(() => {
      window.removeEventListener('message', listener);
      frame.remove();
    });
    parent.append(frame);
    const count = (type) => events.filter((event) => event.type === type).length;
    return {
      frame,
      events,
      count,
      when: (type, times = 1, timeout = TIMEOUT_MS) =>
        waitUntil(() => count(type) >= times, `${times} "${type}" from the frame`, timeout),
    };
  }

  function subjectUrl({ path = '/resources/subject.html', ...parameters } = {}, origin) {
    const query = new URLSearchParams();
    for (const [name, values] of Object.entries(parameters)) {
      for (const value of [values].flat()) query.append(name, value);
    }
    return `${origin}${path}?${query}`;
  }

  Object.assign(window, {
    wallet,
    newWallet,
    addLink,
    eventOf,
    eventsOf,
    record,
    nextTask,
    wait,
    waitUntil,
    whenPaid,
    whenOthersArePaid,
    whenOthersAreProcessed,
    newOrigin,
    driver,
    openTab,
    addFrame,
    TIMEOUT_MS,
  });
})();
