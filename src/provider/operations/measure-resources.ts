import { Gauge } from 'prom-client';
import type { Services } from '../core/services.js';
import type { Metrics } from './metrics.js';
import type { Egress } from '../egress/egress.js';

/** Measures scarce resources: wallet hosts in backoff and database connections. Read at each scrape. */
export function measureResources({
  egress,
  readPoolCounts,
  metrics: { registry },
}: Pick<Services, 'readPoolCounts'> & { egress: Egress; metrics: Metrics }): void {
  const registers = [registry];
  new Gauge({
    name: 'wm_closed_wallet_hosts',
    help: 'Hosts that this node does not call at present, because they do not respond or sent Retry-After.',
    labelNames: ['for'],
    registers,
    collect() {
      const { lookUps, payments } = egress.countBackingOffHosts();
      this.set({ for: 'look-ups' }, lookUps);
      this.set({ for: 'payments' }, payments);
    },
  });
  if (!readPoolCounts) return;
  new Gauge({
    name: 'wm_database_connections',
    help: 'Database connections of this node, by state.',
    labelNames: ['state'],
    registers,
    collect() {
      const { inUse, idle } = readPoolCounts();
      this.set({ state: 'in-use' }, inUse);
      this.set({ state: 'idle' }, idle);
    },
  });
  new Gauge({
    name: 'wm_database_waiting',
    help: 'Requests that wait for a database connection.',
    registers,
    collect() {
      this.set(readPoolCounts().waiting);
    },
  });
}
