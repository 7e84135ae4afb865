import { type CheckRule, SPECIFICATION_URL } from './rule.js';

/** `<meta name="monetization">` belongs to the first version of Web Monetization. */
export const deprecatedMeta: CheckRule = {
  id: 'deprecated-meta',
  fix: 'Use <link rel="monetization" href="https://wallet.example/alice"> instead.',
  spec: `${SPECIFICATION_URL}#link-type-monetization`,
  check: ({ page, tags }) => {
    const tag = tags.find(
      ({ name, attributes }) => name === 'meta' && attributes.get('name')?.toLowerCase() === 'monetization',
    );
    const message =
      '<meta name="monetization"> belongs to the first version of Web Monetization. Only wm.js supports it.';
    return page.hasMeta ? [{ message, line: tag?.line }] : [];
  },
};
