import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { after } from 'node:test';
import { findRestingCenter } from './resting-center.js';
import { waitInBrowser } from './wait-in-browser.js';

const DRIVER_PATH = process.env['WEBKIT_DRIVER'] ?? '/usr/bin/WebKitWebDriver';
const BROWSER_PATH = process.env['MINIBROWSER'] ?? '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';
const XVFB_PATH = process.env['XVFB'] ?? '/usr/bin/Xvfb';
const ELEMENT_KEY = 'element-6066-11e4-a52e-4f735466cecf';

/** WebKitGTK through its own driver: tap, type and read. */
export class WebKit {
  readonly #session: string;

  private constructor(session: string) {
    this.#session = session;
  }

  /** Null if it is not installed: Node tests install nothing. */
  static async launch(): Promise<WebKit | null> {
    if (![DRIVER_PATH, BROWSER_PATH, XVFB_PATH].every((path) => existsSync(path))) return null;
    // The driver ends with its input, even if this process is killed.
    const running = spawn('bash', ['test/with-webkit.sh', 'sh', '-c', 'echo $WEBKIT_DRIVER_PORT; cat'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const [port] = (await once(running.stdout, 'data')) as [Buffer];
    const driver = `http://127.0.0.1:${String(port).trim()}/session`;
    const capabilities = {
      browserName: 'MiniBrowser',
      'webkitgtk:browserOptions': { binary: BROWSER_PATH, args: ['--automation'] },
    };
    const { sessionId } = (await sendCommand('POST', driver, {
      capabilities: { alwaysMatch: capabilities },
    })) as {
      sessionId: string;
    };
    const session = `${driver}/${sessionId}`;
    after(async () => {
      await sendCommand('DELETE', session);
      running.stdin.end();
      await once(running, 'exit');
    });
    return new WebKit(session);
  }

  async goTo(url: string): Promise<void> {
    await this.#sendCommand('POST', '/url', { url });
  }

  evaluate(expression: string): Promise<unknown> {
    return this.#sendCommand('POST', '/execute/sync', { script: `return ${expression}`, args: [] });
  }

  /** Also waits across navigations. */
  async waitFor(condition: string): Promise<void> {
    await waitInBrowser(() => this.evaluate(condition), condition);
  }

  /** Waits for the element that `expression` returns to be at rest, then taps its centre with a pen. */
  async tap(expression: string): Promise<void> {
    const script = findRestingCenter(expression);
    const find = (): Promise<unknown> => this.#sendCommand('POST', '/execute/async', { script, args: [] });
    const [x, y] = (await waitInBrowser(find, `${expression} is at rest and not covered`)) as [
      number,
      number,
    ];
    const steps = [
      { type: 'pointerMove', x, y, duration: 0 },
      { type: 'pointerDown', button: 0 },
      { type: 'pointerUp', button: 0 },
    ];
    const pointer = { type: 'pointer', id: 'pen', parameters: { pointerType: 'pen' }, actions: steps };
    await this.#sendCommand('POST', '/actions', { actions: [pointer] });
  }

  /** The state of a mouse or keyboard persists until the next action. */
  async performAction(device: 'mouse' | 'keyboard', action: object): Promise<void> {
    const source =
      device === 'mouse'
        ? { type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' } }
        : { type: 'key', id: 'keyboard' };
    await this.#sendCommand('POST', '/actions', { actions: [{ ...source, actions: [action] }] });
  }

  async type(selector: string, text: string): Promise<void> {
    const found = (await this.#sendCommand('POST', '/element', {
      using: 'css selector',
      value: selector,
    })) as {
      [ELEMENT_KEY]: string;
    };
    await this.#sendCommand('POST', `/element/${found[ELEMENT_KEY]}/value`, { text });
  }

  #sendCommand(method: string, path: string, body?: object): Promise<unknown> {
    return sendCommand(method, this.#session + path, body);
  }
}

/** @throws Error with the driver's message. */
async function sendCommand(method: string, url: string, body?: object): Promise<unknown> {
  const answer = await fetch(url, { method, ...(body && { body: JSON.stringify(body) }) });
  const { value } = (await answer.json()) as { value: unknown };
  if (!answer.ok) throw new Error(JSON.stringify(value));
  return value;
}
