import { exchangeRate, receiveAmountFor } from '../../protocol/exchange.js';
import type { Connection, Payment } from '../../protocol/relay-messages.js';
import { parseAmount, parseCurrency } from '../../relay/simulated/scenario.js';
import type { Scenario } from '../../relay/simulated/scenario.js';
import type { SimulatedLine, SimulatedSession } from '../../relay/simulated/simulated-line.js';
import { check } from '../../relay/simulated/check.js';
import type { AgentContext } from '../context.js';
import type { LinkSession } from '../link-session.js';
import { isInScope } from '../media-scope.js';
import type { SimulatedAmount, SimulatedPayment } from './simulation.js';

let payments = 0;

/** Has the next tick tell of a payment to this link, now. */
export async function payLink(
  agent: AgentContext,
  session: LinkSession,
  line: SimulatedLine,
  scenario: Scenario,
  amount: SimulatedAmount,
): Promise<SimulatedPayment> {
  const { linkElement } = session;
  const debited = debitedAmount(amount, scenario);
  const played = await whenPayable(agent, session, line);
  const heard = new Promise<SimulatedPayment>((resolve) =>
    linkElement.addEventListener(
      'monetization',
      (event) => resolve((event as Event & { toJSON(): SimulatedPayment }).toJSON()),
      { once: true },
    ),
  );
  played.untold.push(toPayment(played, debited));
  if (debited.code === scenario.assetCode) line.account.spent += debited.value;
  tickNow(agent, session);
  return heard;
}

interface Debited {
  value: bigint;
  code: string;
  scale: number;
}

function debitedAmount(amount: SimulatedAmount, { assetCode, assetScale }: Scenario): Debited {
  check(
    typeof amount === 'object' && amount !== null,
    'amount',
    amount,
    "{ value: '0.05', currency: 'USD' }",
  );
  const code = parseCurrency(amount.currency ?? assetCode);
  // In another currency there is no asset that could limit the decimals.
  const scale = code === assetCode ? assetScale : (String(amount.value).split('.')[1]?.length ?? 0);
  const value = parseAmount('value', amount.value, scale);
  check(value > 0n, 'value', amount.value, 'more than 0');
  return { value, code, scale };
}

function toPayment(session: SimulatedSession, { value, code, scale }: Debited): Payment {
  const { id: walletAddress, assetCode, assetScale } = session.walletAddress;
  const rate = exchangeRate({ code, scale }, { code: assetCode, scale: assetScale });
  const debitAmount = { value: `${value}`, assetCode: code, assetScale: scale };
  const receiveAmount = rate
    ? { value: `${receiveAmountFor(value, rate)}`, assetCode, assetScale }
    : debitAmount;
  const { incomingPayment } = session;
  return { id: `extra-${++payments}`, debitAmount, receiveAmount, incomingPayment, walletAddress, next: 0 };
}

/** Rejects when it will not come about by itself that this link is paid. */
async function whenPayable(
  agent: AgentContext,
  session: LinkSession,
  line: SimulatedLine,
): Promise<SimulatedSession> {
  for (;;) {
    const why = obstacle(agent, session);
    if (why) throw new Error(`[wm-polyfill] ${session.href} cannot be paid: ${why}`);
    const played = session.payment && line.sessions.get(session.payment.id);
    if (played && agent.activeSessions.has(session) && !agent.tick.inFlight) return played;
    await nextChange(agent);
  }
}

function obstacle(agent: AgentContext, session: LinkSession): string | undefined {
  const { connection, pausedByVisitor, visibility, stopped } = agent;
  if (session.ended || stopped) return 'it is gone.';
  if (pausedByVisitor) return 'the visitor has paused.';
  if (!visibility.visible) return 'the page is hidden.';
  if (!isInScope(session)) return 'its media element does not play.';
  if (connection && !isUsable(connection)) return `no wallet is connected (${connection.state}).`;
  return session.error?.message;
}

/** Resolves when the agent's state changes. */
function nextChange(agent: AgentContext): Promise<void> {
  const { changed } = agent;
  return new Promise((resolve) => {
    agent.changed = () => {
      agent.changed = changed;
      changed();
      resolve();
    };
  });
}

function tickNow(agent: AgentContext, session: LinkSession): void {
  const { activeSessions, tick, platform } = agent;
  while (activeSessions.current !== session) activeSessions.selectNextSessionForPayment();
  if (tick.timer !== null) platform.clearTimeout(tick.timer);
  Object.assign(tick, { timer: null, remaining: 0 });
  agent.schedule();
}

function isUsable({ state }: Connection): boolean {
  return state === 'active' || state === 'out-of-funds';
}
