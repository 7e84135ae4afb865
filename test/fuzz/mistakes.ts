import fc from 'fast-check';
import { isSiteOrigin } from '../../src/provider/checks/check-origin.js';
import type { CallChanges } from '../support/relay-page.js';
import type { RelayCall } from './relay-calls.js';
import { applyEdits, edits, textsLike } from './texts.js';
import { JSON_WORDS, URL_WORDS } from './words.js';

/** One thing that is wrong with a call. */
export interface Mistake {
  readonly what: string;
  readonly method?: string;
  readonly path?: string;
  readonly changes?: CallChanges;
  /** Of the proof, which is made when the call is. */
  readonly proofEdits?: Parameters<typeof applyEdits>[1];
  /** False: what it is now may be right, too. */
  readonly mustFail: boolean;
}

export const SITE = 'http://localhost:3000';

/** All that can be wrong with `call` and nothing else with it. */
export function mistakesOf(call: RelayCall): fc.Arbitrary<Mistake> {
  const { id, body } = call;
  const mistakes = [wrongOrigin(call), wrongProof(), wrongClaim(call), wrongMarks(), wrongMethod()];
  if (id !== undefined) mistakes.push(wrongId(call, id));
  if (body !== undefined) mistakes.push(wrongBody(body), wrongMember(body), wrongType());
  return fc.oneof(...mistakes);
}

function wrongOrigin({ isForAll }: RelayCall): fc.Arbitrary<Mistake> {
  const origins = fc.oneof(
    edits(URL_WORDS).map((changes) => asHeader(applyEdits(SITE, changes))),
    fc.constantFrom('null', '', '*', 'https://evil.example', `${SITE}, ${SITE}`, `${SITE}/`, 'file://'),
  );
  return origins
    .filter((origin) => origin !== SITE)
    .map((origin) => ({
      what: `Origin: ${origin}`,
      changes: { headers: { origin } },
      // It may be another site's.
      mustFail: !(isForAll && isSiteOrigin(origin)),
    }));
}

function wrongProof(): fc.Arbitrary<Mistake> {
  const others = fc.constantFrom(undefined, '', 'a.b.c', 'Bearer abc').map((dpop) => ({
    ...{ what: `DPoP: ${dpop}`, changes: { headers: { dpop } }, mustFail: true },
  }));
  const edited = edits(['.', 'A', '==', 'eyJ']).map((proofEdits) => ({
    ...{ what: `DPoP edited: ${JSON.stringify(proofEdits)}`, proofEdits, mustFail: true },
  }));
  return fc.oneof({ weight: 1, arbitrary: others }, { weight: 4, arbitrary: edited });
}

function wrongClaim({ method }: RelayCall): fc.Arbitrary<Mistake> {
  const claims = fc.oneof(
    fc.record({ method: fc.constantFrom(method.toLowerCase(), 'PATCH', '') }),
    fc.record({ url: fc.webUrl() }),
    fc.record({ nonce: fc.oneof(fc.constant(undefined), fc.string(), fc.base64String()) }),
  );
  return claims.map((proof) => ({
    ...{ what: `a proof for ${JSON.stringify(proof)}`, changes: { proof }, mustFail: true },
  }));
}

/** An image, a frame: what is not `fetch`. The mode is this `fetch`'s own to say. */
function wrongMarks(): fc.Arbitrary<Mistake> {
  return fc.constantFrom('document', 'image', 'script', 'iframe', '').map((destination) => ({
    what: `Sec-Fetch-Dest: ${destination}`,
    changes: { headers: { 'sec-fetch-dest': destination } },
    mustFail: true,
  }));
}

function wrongMethod(): fc.Arbitrary<Mistake> {
  return fc
    .constantFrom('PUT', 'PATCH', 'PROPFIND')
    .map((method) => ({ what: method, method, mustFail: true }));
}

function wrongId({ path }: RelayCall, id: string): fc.Arbitrary<Mistake> {
  return (
    textsLike([id], ['..', '0', '-1', "' OR 1=1", 'x'.repeat(100)])
      .filter((other) => other !== id && Buffer.from(other).toString() === other)
      // No URL carries these: they lead to another path before it is sent.
      .filter((other) => other !== '.' && other !== '..')
      // A trace is read from any number on.
      .map((other) => ({
        what: `id ${JSON.stringify(other)}`,
        path: path(encodeURIComponent(other)),
        mustFail: id !== '0',
      }))
  );
}

function wrongBody(body: object): fc.Arbitrary<Mistake> {
  const right = JSON.stringify(body);
  return textsLike([right], [...JSON_WORDS, ...URL_WORDS])
    .filter((rawBody) => rawBody !== right)
    .map((rawBody) => ({
      ...{ what: `body ${JSON.stringify(rawBody)}`, changes: { rawBody }, mustFail: !isJson(rawBody) },
    }));
}

/** What another JSON value in one place makes of it may be right, too: a wallet address in another spelling. */
function wrongMember(body: object): fc.Arbitrary<Mistake> {
  const names = fc.oneof(
    fc.constantFrom(...Object.keys(body), '__proto__', 'a'),
    fc.string({ maxLength: 10 }),
  );
  return fc.tuple(names, fc.jsonValue()).map(([name, value]) => {
    const rawBody = JSON.stringify(Object.fromEntries([...Object.entries(body), [name, value]]));
    return { what: `body ${rawBody}`, changes: { rawBody }, mustFail: false };
  });
}

function wrongType(): fc.Arbitrary<Mistake> {
  return fc
    .constantFrom('text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=a', ';')
    .map((type) => ({ what: type, changes: { headers: { 'content-type': type } }, mustFail: true }));
}

/** What HTTP lets through, without the spaces around it. */
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
