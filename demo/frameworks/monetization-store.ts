import type { AgentState } from 'wm-polyfill/fn';

/** What the agent of this page is doing; undefined where there is none, as on a server. */
export const monetization = {
  get: (): AgentState | undefined => globalThis.document?.monetization?.agentState,

  /** Calls back at once and after each change. Answers what ends it. */
  subscribe(callback: (state: AgentState | undefined) => void): () => void {
    const page = globalThis.document as Document | undefined;
    let source: EventTarget | undefined;
    const tell = () => callback(monetization.get());
    const follow = () => {
      source?.removeEventListener('agentstatechange', tell);
      source = page?.monetization;
      source?.addEventListener('agentstatechange', tell);
      tell();
    };
    // An agent may come later, or make way for an extension.
    page?.addEventListener('agentstatesourcechange', follow);
    follow();
    return () => {
      page?.removeEventListener('agentstatesourcechange', follow);
      source?.removeEventListener('agentstatechange', tell);
    };
  },
};
