import { convertScaledAmountToDecimal } from '../../protocol/amount.js';
import type { Payment } from '../../protocol/relay-messages.js';
import type { Scenario } from '../../relay/simulated/scenario.js';
import type { SimulatedLine, SimulatedSession } from '../../relay/simulated/simulated-line.js';
import type { AgentContext } from '../context.js';
import type { LinkSession } from '../link-session.js';
import type { AgentError } from '../state.js';
import { debitedAmount, toPayment } from './extra-payment.js';
import type { Debited } from './extra-payment.js';
import { cannotBePaid, nextChange, obstacle, tickNow, whenPayable } from './payable.js';
import type { SimulatedAmount, SimulatedPayment } from './simulation.js';

/** One payment after the other, so that each knows its own tick and its own event. */
const turns = new WeakMap<AgentContext, Promise<unknown>>();

/** Has the next tick tell of a payment to this link, now. */
export async function payLink(
  agent: AgentContext,
  session: LinkSession,
  line: SimulatedLine,
  scenario: Scenario,
  amount: SimulatedAmount,
): Promise<SimulatedPayment> {
  const debited = debitedAmount(amount, scenario);
  // Before its turn, because a link that is not ready yet must not hold up the others.
  await whenPayable(agent, session, line);
  const payment = (turns.get(agent) ?? Promise.resolve()).then(() => payNow(agent, session, line, debited));
  // Whoever asked for it hears why it failed; the next one has its turn all the same.
  turns.set(
    agent,
    payment.catch(() => undefined),
  );
  return payment;
}

async function payNow(
  agent: AgentContext,
  session: LinkSession,
  line: SimulatedLine,
  debited: Debited,
): Promise<SimulatedPayment> {
  const played = await whenPayable(agent, session, line);
  const payment = toPayment(played, debited);
  const { value, assetScale } = agent.amountSent === 'sender' ? payment.debitAmount : payment.receiveAmount;
  if (value === '0') throw cannotBePaid(session, 'so little that nothing arrives.');
  const listening = listen(session.linkElement, convertScaledAmountToDecimal(BigInt(value), assetScale));
  played.untold.push(payment);
  try {
    await untilTold(agent, session, played, payment);
    line.account.spent += debited.ofBudget;
    while (!listening.heard) {
      if (session.ended) throw cannotBePaid(session, 'it is gone.');
      await Promise.race([listening.arrival, nextChange(agent)]);
    }
    return listening.heard;
  } finally {
    listening.stop();
    const index = played.untold.indexOf(payment);
    if (index >= 0) played.untold.splice(index, 1);
  }
}

/** Resolves when the agent has been told; rejects when its attempt fails. */
async function untilTold(
  agent: AgentContext,
  session: LinkSession,
  { id, untold }: SimulatedSession,
  payment: Payment,
): Promise<void> {
  let before: AgentError | null | undefined;
  while (untold.includes(payment)) {
    const { error, tick } = agent;
    const failed = before !== undefined && error !== before ? error?.message : undefined;
    const ended = session.payment?.id === id ? undefined : 'its session at the provider has ended.';
    const why = obstacle(agent, session) ?? failed ?? ended;
    if (why) throw cannotBePaid(session, why);
    if (!tick.inFlight) {
      before = error;
      tickNow(agent, session);
    }
    await nextChange(agent);
  }
}

interface Listening {
  heard: SimulatedPayment | undefined;
  readonly arrival: Promise<void>;
  stop(): void;
}

/** Listens for the event of a payment of this amount; others are of what flows by itself. */
function listen(link: Element, value: string): Listening {
  const listening: Listening = { heard: undefined, arrival: Promise.resolve(), stop: () => undefined };
  const arrival = new Promise<void>((resolve) => {
    const hear = (event: Event): void => {
      // One that the page has made itself has no amount.
      const told = (event as Partial<{ toJSON(): SimulatedPayment }>).toJSON?.();
      if (told?.amountSent.value !== value) return;
      listening.heard = told;
      resolve();
    };
    link.addEventListener('monetization', hear);
    listening.stop = () => link.removeEventListener('monetization', hear);
  });
  return Object.assign(listening, { arrival });
}
