import { type Rule, SPECIFICATION } from '../rule.js';

/** `<meta name="monetization">` is of the first version. */
export const deprecatedMeta: Rule = {
  id: 'deprecated-meta',
  fix: 'Write <link rel="monetization" href="https://wallet.example/alice"> instead.',
  spec: `${SPECIFICATION}#link-type-monetization`,
  find: ({ page, tags }) => {
    const tag = tags.find(
      ({ name, attributes }) => name === 'meta' && attributes.get('name')?.toLowerCase() === 'monetization',
    );
    const message =
      '<meta name="monetization"> is of the first version of Web Monetization: no agent but wm.js reads it.';
    return page.hasMeta ? [{ message, line: tag?.line }] : [];
  },
};
