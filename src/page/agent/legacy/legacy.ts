import type { Legacy, LegacyContext } from './legacy-context.js';
import { deprecationMessage } from './deprecations.js';
import { createMetaScanner } from './meta-scanner.js';
import { LegacyMonetization } from './legacy-monetization.js';
import { findLegacySession, isPayableSession, paymentPointerOf } from './monetization-tag.js';

/**
 * Starts with the state `stopped` and catches up, each step in its own task, so that listeners get the whole
 * sequence of events.
 */
export function startLegacy(agent: LegacyContext, target: EventTarget): Legacy {
  if (agent.legacy) return agent.legacy;
  const monetization = new LegacyMonetization(target, agent.platform);
  const warned = new Set<string>();
  const warnOnce = (message: string): void => {
    if (warned.has(message)) return;
    warned.add(message);
    agent.platform.warn(`[wm-polyfill] ${message}`);
  };
  const scan = createMetaScanner(agent, warnOnce);
  const update = (): void => {
    const session = findLegacySession(agent, warnOnce);
    monetization.setTag(session);
    if (session && isPayableSession(agent, session)) monetization.resume(paymentPointerOf(session));
    else monetization.pause();
  };

  const legacy: Legacy = {
    get state() {
      return monetization.state;
    },
    scan,
    update,
    deliverPayment(session, { receiveAmount }) {
      update();
      if (receiveAmount.value !== '0' && session === findLegacySession(agent, warnOnce))
        monetization.pay(receiveAmount);
    },
    warnDeprecated(member) {
      const message = deprecationMessage(member);
      if (message) warnOnce(message);
    },
  };
  agent.legacy = legacy;
  if (!agent.stopped) scan();
  update();
  if (agent.pendingDelivery) legacy.deliverPayment(...agent.pendingDelivery);
  else if (agent.totals.list().length > 0) monetization.start();
  return legacy;
}
