import { type InnerList, isInnerList, type Item, parseDictionary } from 'structured-headers';
import { SignatureError } from '../core/errors.js';
import type { WalletRequest } from '../http/wallet-request.js';

const SIGNATURE_LABEL = 'sig1';

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

/** Parses the signature of a request, which must be the only one. */
// https://www.rfc-editor.org/rfc/rfc9421.html#name-including-a-message-signatu
export function parseSignatureInput({ headers }: Pick<WalletRequest, 'headers'>): SignatureInput {
  const innerList = readSingleMember(headers['signature-input'], 'Signature-Input');
  const signature = readSingleMember(headers['signature'], 'Signature');
  if (!isInnerList(innerList)) throw invalidSignatureHeaders('Signature-Input is not an inner list');
  if (isInnerList(signature) || !(signature[0] instanceof ArrayBuffer))
    throw invalidSignatureHeaders('Signature is not bytes');

  const [items, parameters] = innerList;
  // Differs from the spec: GNAP derives the algorithm from the key, so a parameter that could contradict it
  // is rejected.
  if (parameters.has('alg')) throw invalidSignatureHeaders('alg is not allowed');
  if (parameters.has('tag') && parameters.get('tag') !== 'gnap')
    throw invalidSignatureHeaders('tag is not gnap');
  return {
    components: items.map(componentName),
    keyid: stringParameter(parameters.get('keyid'), 'keyid') ?? missingParameter('keyid'),
    created: integerParameter(parameters.get('created'), 'created') ?? missingParameter('created'),
    expires: integerParameter(parameters.get('expires'), 'expires'),
    nonce: stringParameter(parameters.get('nonce'), 'nonce'),
    innerList,
    signature: new Uint8Array(signature[0]),
  };
}

function readSingleMember(field: string | string[] | undefined, name: string): Item | InnerList {
  if (typeof field !== 'string') throw invalidSignatureHeaders(`${name} is missing`);
  const members = parseDictionaryField(field, name);
  const member = members.get(SIGNATURE_LABEL);
  if (members.size !== 1 || !member)
    throw invalidSignatureHeaders(`${name} must have exactly one label, ${SIGNATURE_LABEL}`);
  return member;
}

function parseDictionaryField(field: string, name: string): ReturnType<typeof parseDictionary> {
  try {
    return parseDictionary(field);
  } catch (error) {
    throw new SignatureError('invalid signature headers', `${name} is malformed`, { cause: error });
  }
}

function componentName([name, parameters]: Item): string {
  if (typeof name === 'string' && parameters.size === 0 && name === name.toLowerCase()) return name;
  throw invalidSignatureHeaders('a component is not a plain lower-case name');
}

function stringParameter(value: unknown, name: string): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw invalidSignatureHeaders(`${name} is not a string`);
}

function integerParameter(value: unknown, name: string): number | undefined {
  if (value === undefined || Number.isSafeInteger(value)) return value as number | undefined;
  throw invalidSignatureHeaders(`${name} is not an integer`);
}

function missingParameter(name: string): never {
  throw invalidSignatureHeaders(`${name} is missing`);
}

function invalidSignatureHeaders(message: string): SignatureError {
  return new SignatureError('invalid signature headers', message);
}
