import { Gauge } from 'prom-client';
import type { Services } from '../services.js';

/** What may run short: wallets that are left alone for now, connections to the database. Looked at whenever somebody asks. */
export function measureResources({
  egress,
  pool,
  metrics: { registry },
}: Pick<Services, 'egress' | 'pool' | 'metrics'>): void {
  const registers = [registry];
  new Gauge({
    name: 'wm_closed_wallet_hosts',
    help: 'Hosts that this node leaves alone at the moment, because they are silent or asked for it.',
    labelNames: ['for'],
    registers,
    collect() {
      const { lookUps, payments } = egress.closedHosts();
      this.set({ for: 'look-ups' }, lookUps);
      this.set({ for: 'payments' }, payments);
    },
  });
  if (!pool) return;
  new Gauge({
    name: 'wm_database_connections',
    help: 'Connections of this node to its database, by state.',
    labelNames: ['state'],
    registers,
    collect() {
      const { inUse, idle } = pool();
      this.set({ state: 'in-use' }, inUse);
      this.set({ state: 'idle' }, idle);
    },
  });
  new Gauge({
    name: 'wm_database_waiting',
    help: 'Who waits for one of them.',
    registers,
    collect() {
      this.set(pool().waiting);
    },
  });
}
