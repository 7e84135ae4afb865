import { convertScaledAmountToDecimal, type Amount } from '../../../protocol/amount.js';
import type { Connection } from '../../../protocol/relay-messages.js';
import type { Persona } from '../../../protocol/sandbox/personas.js';
import type { SessionContext } from '../sessions/session-context.js';
import type { LinkSession } from '../sessions/link-session.js';
import { isInScope } from '../links/media-scope.js';
import type { AgentConnection, AgentSession, AgentState, AgentStatus } from './agent-state.js';

interface StateContext extends SessionContext {
  readonly persona: Persona | null;
}

export function renderState(agent: StateContext): AgentState {
  return {
    status: statusOf(agent),
    pausedBy: pausedBy(agent),
    provider: agent.relay.provider,
    sandbox: agent.description?.sandbox ?? false,
    persona: agent.persona,
    nativeAgent: agent.nativeAgent,
    error: agent.error,
    totals: agent.totals.list(),
    sessions: [...agent.sessions.values()].map((session) => renderSession(agent, session)),
    connection: agent.connection && renderConnection(agent.connection),
  };
}

function statusOf(agent: StateContext): AgentStatus {
  const { connection, error } = agent;
  if (connection?.state === 'out-of-funds') return 'out-of-funds';
  if (connection && connection.state !== 'active') {
    return connection.state === 'paused' ? 'paused' : 'not-connected';
  }
  if (error) return 'error';
  if (!connection) return 'connecting';
  if (pausedBy(agent)) return 'paused';
  return agent.streaming.activeSessions.some(isInScope) ? 'streaming' : 'ready';
}

function pausedBy({ connection, pausedByVisitor, visibility }: StateContext): AgentState['pausedBy'] {
  if (pausedByVisitor || connection?.state === 'paused') return 'visitor';
  return visibility.visible ? null : 'hidden';
}

function renderSession({ streaming }: StateContext, session: LinkSession): AgentSession {
  return {
    href: session.href,
    status: sessionStatusOf(session, streaming.activeSessions.has(session)),
    walletAddress: session.walletDetails?.id ?? null,
    incomingPayment: session.relaySession?.incomingPayment ?? null,
    dueIn: session.relaySession && session.dueIn,
    error: session.error,
  };
}

// Omits the id: every script in the page can read the state, and it needs no more than the visitor sees.
function renderConnection({ state, budget, spent, rate, renewsAt }: Connection): AgentConnection {
  return Object.freeze({
    state,
    currency: budget?.assetCode ?? null,
    budget: toDecimal(budget),
    spent: toDecimal(spent),
    rate: toDecimal(rate),
    renewsAt: typeof renewsAt === 'string' ? renewsAt : null,
  });
}

function toDecimal(amount: Amount | undefined): string | null {
  return amount ? convertScaledAmountToDecimal(BigInt(amount.value), amount.assetScale) : null;
}

function sessionStatusOf(session: LinkSession, active: boolean): AgentSession['status'] {
  if (session.error && !active) return 'error';
  if (session.walletDetails && !isInScope(session)) return 'waiting';
  return active ? 'active' : 'loading';
}
