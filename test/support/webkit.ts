import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { after } from 'node:test';

const DRIVER = process.env['WEBKIT_DRIVER'] ?? '/usr/bin/WebKitWebDriver';
const BROWSER = process.env['MINIBROWSER'] ?? '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';
const SCREEN = process.env['XVFB'] ?? '/usr/bin/Xvfb';
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

/** WebKitGTK by its own driver, as far as a person taps, types and reads. */
export class WebKit {
  readonly #session: string;

  private constructor(session: string) {
    this.#session = session;
  }

  /** Null where it is not installed: a Node test installs nothing. */
  static async launch(): Promise<WebKit | null> {
    if (![DRIVER, BROWSER, SCREEN].every((path) => existsSync(path))) return null;
    // The driver goes when its input ends, even if nobody is left to stop it.
    const running = spawn('bash', ['test/with-webkit.sh', 'sh', '-c', 'echo $WEBKIT_DRIVER_PORT; cat'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const [port] = (await once(running.stdout, 'data')) as [Buffer];
    const driver = `http://127.0.0.1:${String(port).trim()}/session`;
    const capabilities = {
      browserName: 'MiniBrowser',
      'webkitgtk:browserOptions': { binary: BROWSER, args: ['--automation'] },
    };
    const { sessionId } = (await ask('POST', driver, { capabilities: { alwaysMatch: capabilities } })) as {
      sessionId: string;
    };
    const session = `${driver}/${sessionId}`;
    after(async () => {
      await ask('DELETE', session);
      running.stdin.end();
      await once(running, 'exit');
    });
    return new WebKit(session);
  }

  async goTo(url: string): Promise<void> {
    await this.#ask('POST', '/url', { url });
  }

  evaluate(expression: string): Promise<unknown> {
    return this.#ask('POST', '/execute/sync', { script: `return ${expression}`, args: [] });
  }

  /** Also across navigations. */
  until(condition: string): Promise<void> {
    return inTime(condition, () => this.evaluate(condition).catch(() => false));
  }

  /** With a pen, in the middle of the element that `expression` says, as soon as it is there. */
  async tap(expression: string): Promise<void> {
    await this.until(expression);
    const [x, y] = (await this.evaluate(`(() => {
      const element = ${expression};
      element.scrollIntoView({ block: 'nearest' });
      const { x, y, width, height } = element.getBoundingClientRect();
      return [Math.round(x + width / 2), Math.round(y + height / 2)];
    })()`)) as [number, number];
    const steps = [
      { type: 'pointerMove', x, y, duration: 0 },
      { type: 'pointerDown', button: 0 },
      { type: 'pointerUp', button: 0 },
    ];
    const pointer = { type: 'pointer', id: 'pen', parameters: { pointerType: 'pen' }, actions: steps };
    await this.#ask('POST', '/actions', { actions: [pointer] });
  }

  /** Of a mouse or a keyboard: it stays as it is left, pressed or not, until the next one. */
  async act(device: 'mouse' | 'keyboard', action: object): Promise<void> {
    const source =
      device === 'mouse'
        ? { type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' } }
        : { type: 'key', id: 'keyboard' };
    await this.#ask('POST', '/actions', { actions: [{ ...source, actions: [action] }] });
  }

  async type(selector: string, text: string): Promise<void> {
    const found = (await this.#ask('POST', '/element', { using: 'css selector', value: selector })) as {
      [ELEMENT]: string;
    };
    await this.#ask('POST', `/element/${found[ELEMENT]}/value`, { text });
  }

  #ask(method: string, path: string, body?: object): Promise<unknown> {
    return ask(method, this.#session + path, body);
  }
}

/** @throws Error as the driver says it. */
async function ask(method: string, url: string, body?: object): Promise<unknown> {
  const answer = await fetch(url, { method, ...(body && { body: JSON.stringify(body) }) });
  const { value } = (await answer.json()) as { value: unknown };
  if (!answer.ok) throw new Error(JSON.stringify(value));
  return value;
}

/** Looks again and again, as a person does. */
export async function inTime(what: string, isSo: () => Promise<unknown>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
