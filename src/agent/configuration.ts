import { ERROR_CODES } from '../protocol/error-codes.js';
import type { ErrorCode } from '../protocol/error-codes.js';
import { createAgentError } from './report.js';
import type { AgentError } from './state.js';

export interface Configuration {
  provider: string;
  amountSent: 'sender' | 'receiver';
  /** Heed the policies in the document's response headers, at the price of a request. */
  policyHeaders: boolean;
  /** Start although another agent is present. */
  force: boolean;
  /** URL of the directory that the script came from: its other files lie beside it. Null for a module, which has no place of its own. */
  directory: string | null;
  /** One line for the console, or null. */
  warning: string | null;
}

interface Explanation {
  title: string;
  fix: string;
}

const ATTRIBUTES = ['data-provider', 'data-amount-sent', 'data-policy', 'data-force'];

/** Reads the attributes of the script tag. An error stands for: apply nothing. */
export function readConfiguration(script: Element | null): Configuration | AgentError {
  const written = script?.getAttribute('data-provider')?.trim();
  const warning = script && findWarning(script);
  if (!written) return refuse('provider-missing', ERROR_CODES['provider-missing'], warning);
  const provider = parseProvider(written);
  if (!provider)
    return refuse('provider-invalid', ERROR_CODES['provider-invalid'], `(data-provider="${written}")`);

  return {
    provider,
    amountSent: script?.getAttribute('data-amount-sent') === 'receiver' ? 'receiver' : 'sender',
    policyHeaders: script?.getAttribute('data-policy') === 'headers',
    force: script?.hasAttribute('data-force') ?? false,
    directory: directoryOf(script),
    warning,
  };
}

/** The script that runs now; for a module, which cannot know, the one that names a provider. */
export function findScript(document: Document): Element | null {
  const { currentScript } = document;
  if (currentScript?.hasAttribute('data-provider')) return currentScript;
  return document.querySelector('script[data-provider]') ?? currentScript;
}

function parseProvider(written: string): string | null {
  try {
    const { protocol, origin, href } = new URL(written);
    return /^https?:$/.test(protocol) && href === `${origin}/` ? origin : null;
  } catch {
    return null;
  }
}

function findWarning(script: Element): string | null {
  const unknown = script
    .getAttributeNames()
    .filter((name) => name.startsWith('data-') && !ATTRIBUTES.includes(name));
  if (unknown.length > 0) return `Unknown ${unknown.join(', ')}; known are ${ATTRIBUTES.join(', ')}.`;

  const amountSent = script.getAttribute('data-amount-sent');
  if (amountSent === null || amountSent === 'sender' || amountSent === 'receiver') return null;
  return `Unknown data-amount-sent="${amountSent}"; known are "sender" (default) and "receiver".`;
}

function directoryOf(script: Element | null): string | null {
  if (!(script instanceof HTMLScriptElement) || !script.src) return null;
  try {
    return new URL('.', script.src).href;
  } catch {
    return null;
  }
}

function refuse(code: ErrorCode, { title, fix }: Explanation, detail: string | null): AgentError {
  return createAgentError(code, { title: detail ? `${title} ${detail}` : title, fix });
}
