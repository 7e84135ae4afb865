import { type Variable, VARIABLES } from './settings.js';

export function providerHelp(): string {
  const variables = Object.entries<Variable<unknown>>(VARIABLES).map(
    ([name, { description, required, default: value }]) => {
      const suffix = required ? ' (required)' : value === undefined ? '' : ` (${value})`;
      return `  ${name.padEnd(17)} ${description}${suffix}`;
    },
  );
  return `Usage: wm provider [--check | rotate-client-key | reseal-secrets]

  wm provider                      Start a provider for real visitors and real wallets. For a sandbox, see wm start.
  wm provider --check              Check settings, keys and database without changes. Exits with 0 or 1.
  wm provider rotate-client-key    Create a new signing key for all nodes of the database, while they are running.
  wm provider reseal-secrets       Encrypt all secrets with the first key of WM_SECRET_KEY, while all nodes are running.

Environment variables are the only configuration. Defaults are in parentheses.

${variables.join('\n')}

Example
  WM_ORIGIN=https://provider.example WM_SITES=https://news.example wm provider
`;
}
