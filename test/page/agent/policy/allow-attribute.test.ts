import { expect } from '@open-wc/testing';
import { isEnabledInContainer } from '../../../../src/page/agent/policy/allow-attribute.js';

const PAGE = 'https://page.example';
const CHILD = 'https://child.example';
const OPAQUE_ORIGIN = 'null';

/** Attributes of an iframe, the origin of its document, and whether that document may use monetization. */
const CASES: [Record<string, string>, string, boolean][] = [
  [{}, PAGE, true],
  [{}, CHILD, false],
  [{}, OPAQUE_ORIGIN, false],
  [{ allow: '' }, PAGE, true],
  [{ allow: 'fullscreen; camera *' }, CHILD, false],
  [{ allow: 'monetization' }, CHILD, true],
  [{ allow: 'monetization' }, 'https://other.example', false],
  [{ allow: 'monetization' }, PAGE, false],
  [{ allow: 'fullscreen; monetization' }, CHILD, true],
  [{ allow: 'monetization;' }, CHILD, true],
  [{ allow: '\n\t monetization \f; camera' }, CHILD, true],
  [{ allow: 'Monetization' }, CHILD, false],
  [{ allow: 'monetizations' }, CHILD, false],
  [{ allow: 'x monetization' }, CHILD, false],
  [{ allow: 'monetization, fullscreen' }, CHILD, false],
  [{ allow: 'monetization *' }, CHILD, true],
  [{ allow: 'monetization *' }, OPAQUE_ORIGIN, true],
  [{ allow: "monetization 'none' *" }, 'https://other.example', true],
  [{ allow: "monetization 'none'" }, CHILD, false],
  [{ allow: "monetization 'none'" }, PAGE, false],
  [{ allow: "monetization 'self'" }, PAGE, true],
  [{ allow: "monetization 'self'" }, CHILD, false],
  [{ allow: "monetization 'SRC'" }, CHILD, true],
  [{ allow: "monetization 'src' 'self'" }, PAGE, true],
  [{ allow: 'monetization https://child.example' }, CHILD, true],
  [{ allow: 'monetization https://child.example/a/path?query' }, CHILD, true],
  [{ allow: 'monetization http://child.example' }, CHILD, true],
  [{ allow: 'monetization https://child.example:8443' }, CHILD, false],
  [{ allow: 'monetization https://*.example' }, CHILD, true],
  [{ allow: 'monetization child.example' }, CHILD, false],
  [{ allow: 'monetization https://other.example https://child.example' }, CHILD, true],
  [{ allow: 'monetization https://other.example' }, CHILD, false],
  [{ allow: 'monetization data:text/html,x' }, OPAQUE_ORIGIN, false],
  [{ allow: "monetization 'none'; monetization *" }, CHILD, true],
  [{ allow: "monetization *; monetization 'none'" }, CHILD, false],
  [{ allow: 'monetization', sandbox: '' }, CHILD, false],
  [{ allow: 'monetization', sandbox: 'allow-scripts' }, OPAQUE_ORIGIN, false],
  [{ allow: 'monetization *', sandbox: 'allow-scripts' }, OPAQUE_ORIGIN, true],
  [{ allow: 'monetization', sandbox: 'allow-scripts Allow-Same-Origin' }, CHILD, true],
  [{ allow: 'monetization', src: 'https://other.example/' }, CHILD, false],
  [{ allow: 'monetization', srcdoc: '<p>' }, PAGE, true],
  [{ allow: 'monetization', srcdoc: '<p>' }, CHILD, false],
  [{ allow: 'monetization', src: 'about:blank' }, PAGE, true],
  [{ allow: 'monetization', src: 'javascript:void 0' }, PAGE, true],
  [{ allow: 'monetization', src: 'http://[' }, PAGE, true],
  [{ allow: 'monetization', src: 'data:text/html,x' }, OPAQUE_ORIGIN, false],
];

describe('the allow attribute', () => {
  for (const [attributes, origin, expected] of CASES) {
    it(`${JSON.stringify(attributes)} ${expected ? 'allows' : 'does not allow'} ${origin}`, () => {
      const frame = document.createElement('iframe');
      for (const [name, value] of Object.entries({ src: `${CHILD}/page`, ...attributes })) {
        frame.setAttribute(name, value);
      }
      expect(isEnabledInContainer(frame, PAGE, origin)).to.equal(expected);
    });
  }

  it('is ignored on elements other than iframe: only the same origin is allowed', () => {
    const object = document.createElement('object');
    object.setAttribute('allow', 'monetization *');
    for (const container of [object, null]) {
      expect(isEnabledInContainer(container, PAGE, PAGE)).to.equal(true);
      expect(isEnabledInContainer(container, PAGE, CHILD)).to.equal(false);
      expect(isEnabledInContainer(container, OPAQUE_ORIGIN, OPAQUE_ORIGIN)).to.equal(false);
    }
  });

  it('of a frame without src applies to the page’s own origin', () => {
    const frame = document.createElement('iframe');
    frame.setAttribute('allow', 'monetization');
    expect(isEnabledInContainer(frame, PAGE, PAGE)).to.equal(true);
    expect(isEnabledInContainer(frame, PAGE, CHILD)).to.equal(false);
  });
});
