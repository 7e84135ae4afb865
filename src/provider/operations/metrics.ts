import { Counter, Histogram, Registry } from 'prom-client';

/** From a fast database query to a wallet that uses its whole timeout. */
const DURATION_BUCKETS_S = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** The provider's metrics. Labels have few values. None identifies a site, wallet or visitor. */
export interface Metrics {
  registry: Registry;
  requests: Histogram<'method' | 'route' | 'status'>;
  problems: Counter<'code'>;
  payments: Counter<'outcome'>;
  settlements: Counter<'outcome'>;
  recoveries: Counter<'outcome'>;
  walletCalls: Histogram<'operation' | 'outcome'>;
}

/** Creates the metrics of a provider. Several servers of one process share them. */
// https://prometheus.io/docs/practices/naming/
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  return {
    registry,
    requests: new Histogram({
      name: 'wm_http_request_duration_seconds',
      help: 'Response times, by route and status.',
      labelNames: ['method', 'route', 'status'],
      buckets: DURATION_BUCKETS_S,
      registers,
    }),
    problems: new Counter({
      name: 'wm_problems_total',
      help: 'Error responses, by code.',
      labelNames: ['code'],
      registers,
    }),
    payments: new Counter({
      name: 'wm_payments_total',
      help: 'Ticks by outcome: paid, nothing-due, or the error code.',
      labelNames: ['outcome'],
      registers,
    }),
    settlements: new Counter({
      name: 'wm_settled_payments_total',
      help: 'Completed payments seen by this node: settled, failed, or stuck (outcome unknown).',
      labelNames: ['outcome'],
      registers,
    }),
    recoveries: new Counter({
      name: 'wm_recoveries_total',
      help: 'Recoveries of payments without a response, by result: paid, released, known, open (not known yet), or stuck.',
      labelNames: ['outcome'],
      registers,
    }),
    walletCalls: new Histogram({
      name: 'wm_wallet_call_duration_seconds',
      help: 'Open Payments calls to all wallets, by operation and outcome.',
      labelNames: ['operation', 'outcome'],
      buckets: DURATION_BUCKETS_S,
      registers,
    }),
  };
}
