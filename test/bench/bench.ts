import { useOwnTemporaryFolder } from '../temporary-folder.mjs';
import { benchElement } from './page/element.js';
import { benchEvaluation } from './page/evaluation.js';
import { benchFirstEvent } from './page/first-event.js';
import { benchFixture } from './page/playwright-fixture.js';
import { benchInsertions } from './page/insertions.js';
import { benchMemory } from './server/memory.js';
import { benchPayments } from './server/payments.js';
import { benchProvider } from './server/provider.js';
import { benchSimulate } from './page/simulate.js';
import { benchLimits } from './limits/limits.js';
import { benchManyLinks } from './page/many-links.js';
import { benchRecovery } from './server/recovery.js';
import { benchSizes } from './page/bundle-sizes.js';
import { benchWallet } from './server/wallet.js';

/** Each bench prints its figures next to the targets. All ratios come from this run. */
const BENCHES = {
  sizes: benchSizes,
  memory: benchMemory,
  'first-event': benchFirstEvent,
  evaluation: benchEvaluation,
  fixture: benchFixture,
  insertions: benchInsertions,
  'many-links': benchManyLinks,
  simulate: benchSimulate,
  element: benchElement,
  limits: benchLimits,
  recovery: benchRecovery,
  wallet: benchWallet,
  payments: benchPayments,
  provider: benchProvider,
};

/** `npm run bench provider 600`: a number is the argument of the bench before it. */
const isNumber = (argument: string): boolean => /^\d+$/.test(argument);
const requestedNames = process.argv.slice(2).filter((argument) => !isNumber(argument));
const numbers = process.argv.slice(2).filter(isNumber);
const unknown = requestedNames.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  process.stderr.write(`bench: unknown ${unknown.join(', ')}; known: ${Object.keys(BENCHES).join(', ')}\n`);
  process.exit(2);
}
useOwnTemporaryFolder();
for (const [name, bench] of Object.entries(BENCHES)) {
  if (requestedNames.length > 0 && !requestedNames.includes(name)) continue;
  for (const line of await bench(numbers)) process.stdout.write(`${name.padEnd(12)} ${line}\n`);
}
process.exit(0);
