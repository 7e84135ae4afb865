import { benchElement } from './element.js';
import { benchEvaluation } from './evaluation.js';
import { benchFirstEvent } from './first-event.js';
import { benchFixture } from './fixture.js';
import { benchInsertions } from './insertions.js';
import { benchMemory } from './memory.js';
import { benchPayments } from './payments.js';
import { benchProvider } from './provider.js';
import { benchSimulate } from './simulate.js';
import { benchSizes } from './sizes.js';
import { benchWallet } from './wallet.js';

/** Each prints its figures with the target beside them. All ratios come from this one run. */
const BENCHES = {
  sizes: benchSizes,
  memory: benchMemory,
  'first-event': benchFirstEvent,
  evaluation: benchEvaluation,
  fixture: benchFixture,
  insertions: benchInsertions,
  simulate: benchSimulate,
  element: benchElement,
  wallet: benchWallet,
  payments: benchPayments,
  provider: benchProvider,
};

/** `npm run bench provider 600`: a figure is for the bench before it. */
const isFigure = (argument: string): boolean => /^\d+$/.test(argument);
const asked = process.argv.slice(2).filter((argument) => !isFigure(argument));
const figures = process.argv.slice(2).filter(isFigure);
const unknown = asked.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  process.stderr.write(
    `bench: unknown ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}\n`,
  );
  process.exit(2);
}
for (const [name, bench] of Object.entries(BENCHES)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  for (const line of await bench(figures)) process.stdout.write(`${name.padEnd(12)} ${line}\n`);
}
process.exit(0);
