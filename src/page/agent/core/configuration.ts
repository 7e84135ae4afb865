import type { Persona } from '../../../protocol/sandbox/personas.js';
import { SIMULATE } from './is-simulation-allowed.js';
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
  amountSent: 'sender' | 'receiver';
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
   * for a script without URL.
   */
  directory: string | null;
  /** Whether `data-base` names the directory. */
  hasBase: boolean;
  /** True if an attribute may be misspelt or has an unknown value. */
  hasProblems: boolean;
}

/**
 * Matches attributes that may be misspelt. It is only a prefilter, because frameworks add attributes too:
 * `wm-diagnostics.js` decides whether to warn.
 */
const SUSPECT_ATTRIBUTE =
  /^data-(?!(provider|amount-sent|policy|force|passive|simulate-on|base)$).*(prov|vide|simul|amo|poli|forc|orce|passi|ssive)/;

/** Reads the attributes of the script tag. */
export function readConfiguration(script: Element | null): Configuration {
  const valueOf = (name: string): string | null => script?.getAttribute(name) ?? null;
  const amountSent = valueOf('data-amount-sent') ?? 'sender';
  const policy = valueOf('data-policy') ?? 'headers';
  const simulateOn = valueOf('data-simulate-on');
  const base = valueOf('data-base');
  const namedProvider = parseProvider(valueOf('data-provider')?.trim());
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
    amountSent: amountSent === 'receiver' ? amountSent : 'sender',
    policyHeaders: valueOf('data-policy') === 'headers',
    force: valueOf('data-force') !== null,
    passive: valueOf('data-passive') !== null,
    directory: directoryOf(script, base),
    hasBase: base !== null,
    hasProblems:
      !/^(sender|receiver)headers$/.test(amountSent + policy) ||
      script?.getAttributeNames().some((name) => SUSPECT_ATTRIBUTE.test(name)) === true,
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
  try {
    const { protocol, origin, href } = new URL(value);
    return /^https?:$/.test(protocol) && href === `${origin}/` ? origin : null;
  } catch {
    return null;
  }
}

function directoryOf(script: Element | null, base: string | null): string | null {
  try {
    const folder = base?.trim().replace(/\/?$/, '/');
    return new URL(folder ?? '.', folder ? document.baseURI : (script as HTMLScriptElement | null)?.src).href;
  } catch {
    return null;
  }
}
