import { expect } from '@open-wc/testing';
import { resolvePaymentPointer } from '../../../../src/page/agent/legacy/resolve-payment-pointer.js';

describe('a payment pointer', () => {
  for (const [written, url] of [
    ['$wallet.example', 'https://wallet.example/.well-known/pay'],
    ['$wallet.example/', 'https://wallet.example/.well-known/pay'],
    ['$wallet.example/alice', 'https://wallet.example/alice'],
    ['$wallet.example/~alice/tips', 'https://wallet.example/~alice/tips'],
    ['$wallet.example//evil.example', 'https://wallet.example//evil.example'],
    ['$Wallet.Example/Alice', 'https://wallet.example/Alice'],
    ['$bücher.example/alice', 'https://xn--bcher-kva.example/alice'],
    ['https://wallet.example/alice', 'https://wallet.example/alice'],
    ['http://localhost:4103/ok', 'http://localhost:4103/ok'],
  ] as const) {
    it(`${written} resolves to ${url}`, () => {
      expect(resolvePaymentPointer(written)).to.equal(url);
    });
  }

  for (const written of [
    '$',
    '$/alice',
    '$wallet.example?a=b',
    '$wallet.example/alice?a=b',
    '$wallet.example/alice#top',
    '$wallet.example:8443/alice',
    '$wallet.example:443/alice',
    '$alice@wallet.example',
    '$alice:secret@wallet.example/alice',
    '$wallet.example\\alice',
    '$wallet example/alice',
    '$https://wallet.example/alice',
    '$%/alice',
  ]) {
    it(`${written} is invalid`, () => {
      expect(resolvePaymentPointer(written)).to.equal(null);
    });
  }
});
