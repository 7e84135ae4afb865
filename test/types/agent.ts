import {
  apply,
  isPolyfilled,
  isSupported,
  startAgent,
  type Agent,
  type AgentState,
  type MonetizationEventInit,
  type Relay,
} from 'wm-polyfill/fn';

if (!isSupported() && !isPolyfilled()) {
  const undo: () => void = apply();
  const agent: Agent = startAgent({ provider: 'https://provider.example', amountSent: 'receiver' });
  agent.monetization.addEventListener('agentstatechange', () => agent.stop());
  undo();
}

document.monetization?.addEventListener('agentstatechange', (event) => event.preventDefault());
document.monetization?.pause();
const state: AgentState | undefined = document.monetization?.agentState;
export const totals = state?.totals.map(({ currency, value }) => `${value} ${currency}`) ?? [];
export const code: string | undefined = state?.sessions[0]?.error?.code;
if (state?.status === 'not-connected') document.monetization?.connect();

export const init = {
  amountSent: { currency: 'EUR', value: '0.01' },
  incomingPayment: null,
  paymentPointer: 'https://wallet.example/alice',
} satisfies MonetizationEventInit;
export type Answer = ReturnType<Relay['describe']>;

// @ts-expect-error undefined without this script
document.monetization.pause();
// @ts-expect-error a snapshot is read-only
if (state) state.status = 'ready';
// @ts-expect-error not a status
export const wrong = state?.status === 'broken';
// @ts-expect-error the provider is required
startAgent({});
// @ts-expect-error must be sender or receiver
startAgent({ provider: 'https://provider.example', amountSent: 'me' });
