import type { Persona } from '../../../protocol/sandbox/personas.js';
import { SIMULATE } from './is-simulation-allowed.js';
import { HAS_LAZY_FILES } from './lazy-modules.js';
import { readPersona } from './read-persona.js';

export interface Configuration {
  /**
   * `data-provider="https://…"` The provider's origin. `simulate` simulates provider and wallets in the page,
   * on local hosts only. Without a provider the script does nothing and logs one warning.
   */
  provider: string | null;
  /** The simulated visitor, not validated. Null without a simulation or a local provider. */
  persona: Persona | null;
  /**
   * `data-simulate-on="staging.example"` Additional hosts where simulation is allowed, separated by spaces.
   */
  simulateOn: string | null;
  /**
   * `data-amount-sent="receiver"` `event.amountSent` contains the amount that the receiver gets, as in the
   * browser extension. Default: `sender`, the amount that left the visitor's wallet.
   */
  amountSent: 'sender' | 'receiver' | undefined;
  /**
   * `data-policy="headers"` Also apply the `Permissions-Policy` and `Content-Security-Policy` headers of the
   * document. Costs one `HEAD` request.
   */
  policyHeaders: boolean;
  /**
   * `data-force` Start even if another agent is present, so that both may pay. For tests only; logs a
   * warning. Not needed with a simulation or a local sandbox provider.
   */
  force: boolean;
  /**
   * `data-passive` Stay passive if an extension or the browser provides Web Monetization, even with a
   * simulation or a local sandbox provider. With any other provider this is the default.
   */
  passive: boolean;
  /**
   * `data-base="/wm/"` The folder of the other files of this package. Default: the folder of the script. Null
   * for a script without URL, and for the script of a bundled page, which has no such files beside it.
   */
  directory: string | null;
  /** True if an attribute may be misspelt or has an unknown value. */
  hasProblems: boolean;
}

/**
 * Matches the names of attributes that may be misspelt. It is only a prefilter, because frameworks add
 * attributes too: `wm-diagnostics.js` decides whether to warn.
 */
const SUSPECT_NAME = /prov|vide|simul|amo|poli|forc|orce|passi|ssive/i;

/** Reads the attributes of the script tag. */
export function readConfiguration(script: Element | null): Configuration {
  const {
    provider,
    amountSent,
    policy,
    force,
    passive,
    simulateOn = null,
    base,
    ...others
  } = (script as HTMLElement | null)?.dataset ?? ({} as DOMStringMap);
  const namedProvider = parseProvider(provider?.trim());
  const persona = readPersona(namedProvider, simulateOn);
  return {
    provider:
      persona && persona !== 'paying'
        ? SIMULATE
        : persona || namedProvider !== SIMULATE
          ? namedProvider
          : null,
    persona,
    simulateOn,
    // Not validated. Only `receiver` has a meaning.
    amountSent: amountSent as Configuration['amountSent'],
    policyHeaders: policy === 'headers',
    force: force !== undefined,
    passive: passive !== undefined,
    directory: HAS_LAZY_FILES || base !== undefined ? directoryOf(script, base) : null,
    hasProblems:
      !/^(undefined|sender|receiver),(undefined|headers)$/.test(`${amountSent},${policy}`) ||
      SUSPECT_NAME.test(`${Object.keys(others)}`),
  };
}

/** The running script. For a module, which has no `currentScript`: the first one with `data-provider`. */
export function findScript(document: Document): Element | null {
  const { currentScript } = document;
  // DOM clobbering: an <img name="currentScript"> shadows document.currentScript. It must not choose the
  // provider or the directory of the other files.
  const running = currentScript instanceof HTMLScriptElement ? currentScript : null;
  if (running?.hasAttribute('data-provider')) return running;
  return document.querySelector('script[data-provider]') ?? running;
}

function parseProvider(value = ''): string | null {
  if (value === SIMULATE) return value;
  const { origin, href } = parseUrl(value);
  return origin && /^http/.test(value) && href === `${origin}/` ? origin : null;
}

function directoryOf(script: Element | null, base?: string): string | null {
  const { href } =
    base === undefined
      ? parseUrl('.', (script as HTMLScriptElement | null)?.src)
      : parseUrl(base.trim().replace(/\/?$/, '/'), document.baseURI);
  return href ?? null;
}

function parseUrl(url: string, base?: string): Partial<URL> {
  try {
    return new URL(url, base);
  } catch {
    return {};
  }
}
