import { type Variable, VARIABLES } from './settings.js';

export function providerHelp(): string {
  const variables = Object.entries<Variable<unknown>>(VARIABLES).map(
    ([name, { meaning, required, default: value }]) => {
      const otherwise = required ? ' (required)' : value === undefined ? '' : ` (${value})`;
      return `  ${name.padEnd(17)} ${meaning}${otherwise}`;
    },
  );
  return `Usage: wm provider [--check | rotate-client-key | reseal-secrets]

  wm provider                      A provider for real visitors and real wallets. Not a sandbox: see wm start for one.
  wm provider --check              Looks at settings, keys and database, changes nothing, exits 0 or 1.
  wm provider rotate-client-key    Makes a new key to sign with, for all nodes of the database, while they serve.
  wm provider reseal-secrets       Seals everything with the first key of WM_SECRET_KEY, while all nodes serve.

It is set up by its environment alone. In parentheses: what holds without the variable.

${variables.join('\n')}

Example
  WM_ORIGIN=https://provider.example WM_SITES=https://news.example wm provider
`;
}
