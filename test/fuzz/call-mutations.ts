import fc from 'fast-check';
import { isSiteOrigin } from '../../src/provider/authentication/check-origin.js';
import type { CallChanges } from '../support/provider/relay-page.js';
import type { RelayCall } from './relay-calls.js';
import { applyEdits, edits, textsLike } from './text-mutations.js';
import { JSON_DICTIONARY, URL_DICTIONARY } from './dictionaries.js';

/** One error in a call. */
export interface CallMutation {
  readonly what: string;
  readonly method?: string;
  readonly path?: string;
  readonly changes?: CallChanges;
  /** Changes to the proof, which is generated when the call is sent. */
  readonly proofEdits?: Parameters<typeof applyEdits>[1];
  /** False if the mutated call can still be valid. */
  readonly mustFail: boolean;
}

export const SITE = 'http://localhost:3000';

/** All mutations of `call`; each contains a single error. */
export function mutationsOf(call: RelayCall): fc.Arbitrary<CallMutation> {
  const { id, body } = call;
  const mutations = [wrongOrigin(call), wrongProof(), wrongClaim(call), wrongFetchMetadata(), wrongMethod()];
  if (id !== undefined) mutations.push(wrongId(call, id));
  if (body !== undefined) mutations.push(wrongBody(body), wrongMember(body), wrongContentType());
  return fc.oneof(...mutations);
}

function wrongOrigin({ isForAll }: RelayCall): fc.Arbitrary<CallMutation> {
  const origins = fc.oneof(
    edits(URL_DICTIONARY).map((changes) => asHeader(applyEdits(SITE, changes))),
    fc.constantFrom('null', '', '*', 'https://evil.example', `${SITE}, ${SITE}`, `${SITE}/`, 'file://'),
  );
  return origins
    .filter((origin) => origin !== SITE)
    .map((origin) => ({
      what: `Origin: ${origin}`,
      changes: { headers: { origin } },
      // The origin may be another site's.
      mustFail: !(isForAll && isSiteOrigin(origin)),
    }));
}

function wrongProof(): fc.Arbitrary<CallMutation> {
  const others = fc.constantFrom(undefined, '', 'a.b.c', 'Bearer abc').map((dpop) => ({
    ...{ what: `DPoP: ${dpop}`, changes: { headers: { dpop } }, mustFail: true },
  }));
  const edited = edits(['.', 'A', '==', 'eyJ']).map((proofEdits) => ({
    ...{ what: `DPoP edited: ${JSON.stringify(proofEdits)}`, proofEdits, mustFail: true },
  }));
  return fc.oneof({ weight: 1, arbitrary: others }, { weight: 4, arbitrary: edited });
}

function wrongClaim({ method }: RelayCall): fc.Arbitrary<CallMutation> {
  const claims = fc.oneof(
    fc.record({ method: fc.constantFrom(method.toLowerCase(), 'PATCH', '') }),
    fc.record({ url: fc.webUrl() }),
    fc.record({ nonce: fc.oneof(fc.constant(undefined), fc.string(), fc.base64String()) }),
  );
  return claims.map((proof) => ({
    ...{ what: `a proof for ${JSON.stringify(proof)}`, changes: { proof }, mustFail: true },
  }));
}

/** The metadata of other request types, such as images and frames. `fetch` itself sets Sec-Fetch-Mode. */
function wrongFetchMetadata(): fc.Arbitrary<CallMutation> {
  return fc.constantFrom('document', 'image', 'script', 'iframe', '').map((destination) => ({
    what: `Sec-Fetch-Dest: ${destination}`,
    changes: { headers: { 'sec-fetch-dest': destination } },
    mustFail: true,
  }));
}

function wrongMethod(): fc.Arbitrary<CallMutation> {
  return fc
    .constantFrom('PUT', 'PATCH', 'PROPFIND')
    .map((method) => ({ what: method, method, mustFail: true }));
}

function wrongId({ path }: RelayCall, id: string): fc.Arbitrary<CallMutation> {
  return (
    textsLike([id], ['..', '0', '-1', "' OR 1=1", 'x'.repeat(100)])
      .filter((other) => other !== id && Buffer.from(other).toString() === other)
      // No URL contains these: they are resolved to another path before the request is sent.
      .filter((other) => other !== '.' && other !== '..')
      // A trace can be read from any number on.
      .map((other) => ({
        what: `id ${JSON.stringify(other)}`,
        path: path(encodeURIComponent(other)),
        mustFail: id !== '0',
      }))
  );
}

function wrongBody(body: object): fc.Arbitrary<CallMutation> {
  const right = JSON.stringify(body);
  return textsLike([right], [...JSON_DICTIONARY, ...URL_DICTIONARY])
    .filter((rawBody) => rawBody !== right)
    .map((rawBody) => ({
      ...{ what: `body ${JSON.stringify(rawBody)}`, changes: { rawBody }, mustFail: !isJson(rawBody) },
    }));
}

/** Another JSON value at one place can still be valid, such as another spelling of a wallet address. */
function wrongMember(body: object): fc.Arbitrary<CallMutation> {
  const names = fc.oneof(
    fc.constantFrom(...Object.keys(body), '__proto__', 'a'),
    fc.string({ maxLength: 10 }),
  );
  return fc.tuple(names, fc.jsonValue()).map(([name, value]) => {
    const rawBody = JSON.stringify(Object.fromEntries([...Object.entries(body), [name, value]]));
    return { what: `body ${rawBody}`, changes: { rawBody }, mustFail: false };
  });
}

function wrongContentType(): fc.Arbitrary<CallMutation> {
  return fc
    .constantFrom('text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=a', ';')
    .map((type) => ({ what: type, changes: { headers: { 'content-type': type } }, mustFail: true }));
}

/** The characters that HTTP allows in a header, trimmed. */
function asHeader(text: string): string {
  return text.replace(/[^\x20-\x7e\xa0-\xff]/g, '').trim();
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
