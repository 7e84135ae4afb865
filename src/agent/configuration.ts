export interface Configuration {
  /** The provider's origin, or null when the script names none: apply nothing. */
  provider: string | null;
  amountSent: 'sender' | 'receiver';
  /** Heed the policies in the document's response headers, at the price of a request. */
  policyHeaders: boolean;
  /** Start although another agent is present. */
  force: boolean;
  /** URL of the directory that the script came from: its other files lie beside it. Null for a module, which has no place of its own. */
  directory: string | null;
  /** Something is written that has no meaning. */
  doubtful: boolean;
}

const UNKNOWN = /^data-(?!(provider|amount-sent|policy|force)$)/;

/** Reads the attributes of the script tag. */
export function readConfiguration(script: Element | null): Configuration {
  const valueOf = (name: string): string | null => script?.getAttribute(name) ?? null;
  const amountSent = valueOf('data-amount-sent') ?? 'sender';
  const policy = valueOf('data-policy') ?? 'headers';
  return {
    provider: parseProvider(valueOf('data-provider')),
    amountSent: amountSent === 'receiver' ? amountSent : 'sender',
    policyHeaders: valueOf('data-policy') === 'headers',
    force: valueOf('data-force') !== null,
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

function parseProvider(written: string | null): string | null {
  try {
    const { protocol, origin, href } = new URL(written?.trim() ?? '');
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
