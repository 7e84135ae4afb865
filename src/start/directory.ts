/** What `/.well-known/wm-sandbox` answers: where everything of this sandbox is. */
export interface SandboxDirectory {
  provider: string;
  /** URL of wm.js. */
  script: string;
  /** URL of wm-status.js. */
  element: string;
  /** The demo: where the visitor is connected from the start, and where everybody is a stranger. */
  demo: string;
  strangerDemo: string;
  /** Wallet addresses. */
  wallets: { visitor: string; receiver: string };
  /** Account pages for people. */
  accounts: { visitor: string; receiver: string };
  /** What each wallet can play, for people; `/doubles`, `/clock` and `/ledger` below it are for programs on this machine. */
  sandboxes: { visitor: string; receiver: string };
  /** Wallet addresses with one outcome each, by outcome. */
  testWalletAddresses: Record<string, string>;
}

/** Replaces `{{wallets.visitor}}` and the like in a page by what the directory says; unknown names stay, so that they are seen. */
export function fillPlaceholders(html: string, directory: SandboxDirectory): string {
  return html.replace(/\{\{([\w.-]+)\}\}/g, (placeholder, path: string) => {
    const value = path
      .split('.')
      .reduce<unknown>((object, name) => (object as Record<string, unknown> | undefined)?.[name], directory);
    return typeof value === 'string' ? value : placeholder;
  });
}
