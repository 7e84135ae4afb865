import type { Persona } from '../protocol/personas.js';
import { SIMULATE } from './may-simulate.js';
import { readPersona } from './read-persona.js';

export interface Configuration {
  /** `data-provider="https://…"` The provider's origin, or `simulate`: everything is played in the page, on local hosts. Without it nothing is applied, and one console line says so. */
  provider: string | null;
  /** Whom the simulation plays, as it is written; null where there are no personas. */
  persona: Persona | null;
  /** `data-simulate-on="staging.example"` Further hosts, separated by spaces, where a simulation is allowed. */
  simulateOn: string | null;
  /** `data-amount-sent="receiver"` `event.amountSent` is what the receiver gets, as the browser extension has it. Default `sender`: what has left the visitor's wallet. */
  amountSent: 'sender' | 'receiver';
  /** `data-policy="headers"` Heed the `Permissions-Policy` and `Content-Security-Policy` of the document's response, too: one `HEAD` request. */
  policyHeaders: boolean;
  /** `data-force` Start although another agent is present, so that both may pay. For tests; says so in the console. Where nothing real can move it is not needed. */
  force: boolean;
  /** `data-stand-aside` Leave the page to an extension or the browser also where nothing real can move. Elsewhere that is so without it. */
  standAside: boolean;
  /** URL of the directory that the script came from: its other files lie beside it. Null for a module, which has no place of its own. */
  directory: string | null;
  /** Something is written that has no meaning. */
  doubtful: boolean;
}

/** Perhaps a misspelt attribute. Which one, and whether it is, says the file that explains: frameworks write attributes of their own. */
const UNKNOWN =
  /^data-(?!(provider|amount-sent|policy|force|stand-aside|simulate-on)$).*(prov|vide|simul|amo|poli|forc|orce|stand|aside)/;

/** Reads the attributes of the script tag. */
export function readConfiguration(script: Element | null): Configuration {
  const valueOf = (name: string): string | null => script?.getAttribute(name) ?? null;
  const amountSent = valueOf('data-amount-sent') ?? 'sender';
  const policy = valueOf('data-policy') ?? 'headers';
  const simulateOn = valueOf('data-simulate-on');
  const named = parseProvider(valueOf('data-provider')?.trim());
  const persona = readPersona(named, simulateOn);
  return {
    provider: persona && persona !== 'paying' ? SIMULATE : persona || named !== SIMULATE ? named : null,
    persona,
    simulateOn,
    amountSent: amountSent === 'receiver' ? amountSent : 'sender',
    policyHeaders: valueOf('data-policy') === 'headers',
    force: valueOf('data-force') !== null,
    standAside: valueOf('data-stand-aside') !== null,
    directory: directoryOf(script),
    doubtful:
      !/^(sender|receiver)headers$/.test(amountSent + policy) ||
      script?.getAttributeNames().some((name) => UNKNOWN.test(name)) === true,
  };
}

/** The script that runs now; for a module, which cannot know, the one that names a provider. */
export function findScript(document: Document): Element | null {
  const { currentScript } = document;
  // An <img name="currentScript"> takes its place, and must not name a provider nor where the other files are.
  const running = currentScript instanceof HTMLScriptElement ? currentScript : null;
  if (running?.hasAttribute('data-provider')) return running;
  return document.querySelector('script[data-provider]') ?? running;
}

function parseProvider(written = ''): string | null {
  if (written === SIMULATE) return written;
  try {
    const { protocol, origin, href } = new URL(written);
    return /^https?:$/.test(protocol) && href === `${origin}/` ? origin : null;
  } catch {
    return null;
  }
}

function directoryOf(script: Element | null): string | null {
  try {
    return new URL('.', (script as HTMLScriptElement | null)?.src).href;
  } catch {
    return null;
  }
}
