import type { AgentState } from 'wm-polyfill/fn';

/** What the agent of this page is doing; undefined where there is none, as on a server. */
export const monetization = {
  get: (): AgentState | undefined => globalThis.document?.monetization?.agentState,

  /** Calls back at once and after each change. Answers what ends it. */
  subscribe(callback: (state: AgentState | undefined) => void): () => void {
    const source = globalThis.document?.monetization;
    const tell = () => callback(monetization.get());
    source?.addEventListener('agentstatechange', tell);
    tell();
    return () => source?.removeEventListener('agentstatechange', tell);
  },
};
