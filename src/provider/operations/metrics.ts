import { Counter, Histogram, Registry } from 'prom-client';

/** From a database that answers to a wallet that takes all its time. */
const SECONDS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** What the provider counts about itself. Each label has few values, none of them says which site, wallet or visitor. */
export type Metrics = ReturnType<typeof createMetrics>;

/** What a provider counts, for several servers of one process. */
// https://prometheus.io/docs/practices/naming/
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  return {
    registry,
    requests: new Histogram({
      name: 'wm_http_request_duration_seconds',
      help: 'How long answers took, by route and status.',
      labelNames: ['method', 'route', 'status'],
      buckets: SECONDS,
      registers,
    }),
    problems: new Counter({
      name: 'wm_problems_total',
      help: 'Answers that were problems, by code.',
      labelNames: ['code'],
      registers,
    }),
    payments: new Counter({
      name: 'wm_payments_total',
      help: 'Ticks by what came of them: paid, nothing-due, or the code of the problem.',
      labelNames: ['outcome'],
      registers,
    }),
    settlements: new Counter({
      name: 'wm_settled_payments_total',
      help: 'How payments ended, as one node has read it: settled, failed, or stuck (nobody could say).',
      labelNames: ['outcome'],
      registers,
    }),
    recoveries: new Counter({
      name: 'wm_recoveries_total',
      help: 'Payments whose answer was lost, by what was found out: paid, released, known, open (not yet), or stuck.',
      labelNames: ['outcome'],
      registers,
    }),
    walletCalls: new Histogram({
      name: 'wm_wallet_call_duration_seconds',
      help: 'Open Payments calls to all wallets, by operation and outcome.',
      labelNames: ['operation', 'outcome'],
      buckets: SECONDS,
      registers,
    }),
  };
}
