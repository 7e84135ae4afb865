import { expect } from '@open-wc/testing';
import { createLinkScanner } from '../../../../src/page/agent/links/link-scanner.js';

const HTML = 'http://www.w3.org/1999/xhtml';

describe('links of an XHTML document', () => {
  it('are observed with any prefix, in head and body, but not in other namespaces', () => {
    const document = new DOMParser().parseFromString(
      `<html xmlns="${HTML}" xmlns:h="${HTML}" xmlns:s="http://www.w3.org/2000/svg"><head><title>X</title>
        <h:link rel="monetization" href="https://wallet.example/prefixed"/>
        <link rel="monetization" href="https://wallet.example/plain"/>
        <s:link rel="monetization" href="https://wallet.example/svg"/>
        <link xmlns="" rel="monetization" href="https://wallet.example/none"/></head>
        <body><p xmlns:other="${HTML}"><other:link rel="author monetization" href="https://wallet.example/body"/></p></body></html>`,
      'application/xhtml+xml',
    );
    const events: string[] = [];
    const note =
      (what: string) =>
      (link: Element): void =>
        void events.push(`${what} ${(link as HTMLLinkElement).href.replace('https://wallet.example/', '')}`);
    const scan = createLinkScanner(document, { initiateSession: note('process'), endSession: note('end') });
    scan();
    document.head.firstElementChild?.nextElementSibling?.remove();
    scan();
    expect(events).to.eql(['process prefixed', 'process plain', 'process body', 'end prefixed']);
  });
});
