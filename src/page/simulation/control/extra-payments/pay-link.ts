import { convertScaledAmountToDecimal } from '../../../../protocol/amount.js';
import type { Payment } from '../../../../protocol/relay-messages.js';
import type { SimulationScenario } from '../../scenario/simulation-scenario.js';
import type { SimulatedRelay } from '../../simulated-relay/simulated-relay.js';
import type { SimulatedSession } from '../../simulated-relay/simulated-session.js';
import type { AgentContext } from '../../../agent/agent-context.js';
import type { LinkSession } from '../../../agent/sessions/link-session.js';
import type { AgentError } from '../../../agent/core/agent-error.js';
import { parseDebitedAmount, createExtraPayment, type DebitedAmount } from './extra-payment.js';
import {
  notPayableError,
  waitForStateChange,
  findPaymentObstacle,
  triggerTick,
  waitUntilPayable,
} from './wait-until-payable.js';
import type { SimulatedAmount, SimulatedPayment } from '../../running/simulation-control.js';

/** One payment at a time per agent, so that each one can be matched to its tick and its event. */
const paymentQueues = new WeakMap<AgentContext, Promise<unknown>>();

/** Makes an extra payment to this link in a tick that runs now. @throws Error if the link cannot be paid. */
export async function payLink(
  agent: AgentContext,
  session: LinkSession,
  relay: SimulatedRelay,
  scenario: SimulationScenario,
  amount: SimulatedAmount,
): Promise<SimulatedPayment> {
  const debited = parseDebitedAmount(amount, scenario);
  // Wait before queuing, because a link that is not ready yet must not block the others.
  await waitUntilPayable(agent, session, relay);
  const payment = (paymentQueues.get(agent) ?? Promise.resolve()).then(() =>
    payNow(agent, session, relay, debited),
  );
  // The caller gets the error. The queue continues with the next payment.
  paymentQueues.set(
    agent,
    payment.catch(() => undefined),
  );
  return payment;
}

async function payNow(
  agent: AgentContext,
  session: LinkSession,
  relay: SimulatedRelay,
  debited: DebitedAmount,
): Promise<SimulatedPayment> {
  const simulatedSession = await waitUntilPayable(agent, session, relay);
  const payment = createExtraPayment(simulatedSession, debited);
  const { value, assetScale } = agent.amountSent === 'receiver' ? payment.receiveAmount : payment.debitAmount;
  if (value === '0') throw notPayableError(session, 'the amount is too small to arrive.');
  const listener = listenForPayment(
    session.linkElement,
    convertScaledAmountToDecimal(BigInt(value), assetScale),
  );
  simulatedSession.undelivered.push(payment);
  try {
    await waitUntilDelivered(agent, session, simulatedSession, payment);
    relay.account.spent += debited.budgetDebit;
    while (!listener.payment) {
      if (session.ended) throw notPayableError(session, 'the link was removed or changed.');
      await Promise.race([listener.arrival, waitForStateChange(agent)]);
    }
    return listener.payment;
  } finally {
    listener.stop();
    const index = simulatedSession.undelivered.indexOf(payment);
    if (index >= 0) simulatedSession.undelivered.splice(index, 1);
  }
}

/** Resolves when the agent has received the payment. @throws Error if its attempt fails. */
async function waitUntilDelivered(
  agent: AgentContext,
  session: LinkSession,
  { id, undelivered }: SimulatedSession,
  payment: Payment,
): Promise<void> {
  let before: AgentError | null | undefined;
  while (undelivered.includes(payment)) {
    const { error, streaming } = agent;
    const failed = before !== undefined && error !== before ? error?.message : undefined;
    const ended = session.relaySession?.id === id ? undefined : 'its session at the provider has ended.';
    const reason = findPaymentObstacle(agent, session) ?? failed ?? ended;
    if (reason) throw notPayableError(session, reason);
    if (!streaming.inFlight) {
      before = error;
      triggerTick(agent, session);
    }
    await waitForStateChange(agent);
  }
}

interface PaymentListener {
  payment: SimulatedPayment | undefined;
  readonly arrival: Promise<void>;
  stop(): void;
}

/** Listens for the event of this amount. Events of regular payments have other amounts. */
function listenForPayment(link: Element, value: string): PaymentListener {
  const listener: PaymentListener = { payment: undefined, arrival: Promise.resolve(), stop: () => undefined };
  const arrival = new Promise<void>((resolve) => {
    const processEvent = (event: Event): void => {
      // An event that the page has created may not have an amount.
      const payment = (event as Partial<{ toJSON(): SimulatedPayment }>).toJSON?.();
      if (payment?.amountSent.value !== value) return;
      listener.payment = payment;
      resolve();
    };
    link.addEventListener('monetization', processEvent);
    listener.stop = () => link.removeEventListener('monetization', processEvent);
  });
  return Object.assign(listener, { arrival });
}
