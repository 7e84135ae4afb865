import { type InnerList, isInnerList, type Item, parseDictionary } from 'structured-headers';
import { SignatureError } from '../errors.js';
import type { WalletRequest } from '../http/exchange.js';

const LABEL = 'sig1';

export interface SignatureInput {
  /** Covered components, as strings such as `@method`. */
  readonly components: readonly string[];
  readonly keyid: string;
  readonly created: number;
  readonly expires: number | undefined;
  readonly nonce: string | undefined;
  readonly innerList: InnerList;
  readonly signature: Uint8Array;
}

/** The one signature of a request. */
// https://www.rfc-editor.org/rfc/rfc9421.html#name-including-a-message-signatu
export function parseSignatureInput({ headers }: Pick<WalletRequest, 'headers'>): SignatureInput {
  const innerList = onlyMember(headers['signature-input'], 'Signature-Input');
  const signature = onlyMember(headers['signature'], 'Signature');
  if (!isInnerList(innerList)) throw refused('Signature-Input is not an inner list');
  if (isInnerList(signature) || !(signature[0] instanceof ArrayBuffer))
    throw refused('Signature is not bytes');

  const [items, parameters] = innerList;
  // Differs from the spec: GNAP takes the algorithm from the key, so a parameter that could say otherwise is refused.
  if (parameters.has('alg')) throw refused('alg is not allowed');
  if (parameters.has('tag') && parameters.get('tag') !== 'gnap') throw refused('tag is not gnap');
  return {
    components: items.map(componentName),
    keyid: stringParameter(parameters.get('keyid'), 'keyid') ?? missing('keyid'),
    created: integerParameter(parameters.get('created'), 'created') ?? missing('created'),
    expires: integerParameter(parameters.get('expires'), 'expires'),
    nonce: stringParameter(parameters.get('nonce'), 'nonce'),
    innerList,
    signature: new Uint8Array(signature[0]),
  };
}

function onlyMember(field: string | string[] | undefined, name: string): Item | InnerList {
  if (typeof field !== 'string') throw refused(`${name} is missing`);
  const members = parseOrRefuse(field, name);
  const member = members.get(LABEL);
  if (members.size !== 1 || !member) throw refused(`${name} must have exactly one label, ${LABEL}`);
  return member;
}

function parseOrRefuse(field: string, name: string): ReturnType<typeof parseDictionary> {
  try {
    return parseDictionary(field);
  } catch (error) {
    throw new SignatureError('invalid signature headers', `${name} is malformed`, { cause: error });
  }
}

function componentName([name, parameters]: Item): string {
  if (typeof name === 'string' && parameters.size === 0 && name === name.toLowerCase()) return name;
  throw refused('a component is not a plain lower-case name');
}

function stringParameter(value: unknown, name: string): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw refused(`${name} is not a string`);
}

function integerParameter(value: unknown, name: string): number | undefined {
  if (value === undefined || Number.isSafeInteger(value)) return value as number | undefined;
  throw refused(`${name} is not an integer`);
}

function missing(name: string): never {
  throw refused(`${name} is missing`);
}

function refused(message: string): SignatureError {
  return new SignatureError('invalid signature headers', message);
}
