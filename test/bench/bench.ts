import { benchEvaluation } from './evaluation.js';
import { benchFirstEvent } from './first-event.js';
import { benchInsertions } from './insertions.js';
import { benchMemory } from './memory.js';
import { benchPayments } from './payments.js';
import { benchSizes } from './sizes.js';
import { benchWallet } from './wallet.js';

/** Each prints its figures with the target beside them. All ratios come from this one run. */
const BENCHES = {
  sizes: benchSizes,
  memory: benchMemory,
  'first-event': benchFirstEvent,
  evaluation: benchEvaluation,
  insertions: benchInsertions,
  wallet: benchWallet,
  payments: benchPayments,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  process.stderr.write(
    `bench: unknown ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}\n`,
  );
  process.exit(2);
}
for (const [name, bench] of Object.entries(BENCHES)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  for (const line of await bench()) process.stdout.write(`${name.padEnd(12)} ${line}\n`);
}
process.exit(0);
