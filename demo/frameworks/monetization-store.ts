import type { AgentState } from 'wm-polyfill/fn';

/** The agent's state, or undefined without an agent, for example on a server. */
export const monetization = {
  get: (): AgentState | undefined => globalThis.document?.monetization?.agentState,

  /** Calls back immediately and after each change. Returns a function that unsubscribes. */
  subscribe(callback: (state: AgentState | undefined) => void): () => void {
    const page = globalThis.document as Document | undefined;
    let source: EventTarget | undefined;
    const notify = () => callback(monetization.get());
    const follow = () => {
      source?.removeEventListener('agentstatechange', notify);
      source = page?.monetization;
      source?.addEventListener('agentstatechange', notify);
      notify();
    };
    // An agent can start later, or stop in favour of an extension.
    page?.addEventListener('agentstatesourcechange', follow);
    follow();
    return () => {
      page?.removeEventListener('agentstatesourcechange', follow);
      source?.removeEventListener('agentstatechange', notify);
    };
  },
};
