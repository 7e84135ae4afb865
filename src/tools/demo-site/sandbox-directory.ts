/** The response of `/.well-known/wm-sandbox`: the URLs of this sandbox. */
export interface SandboxDirectory {
  provider: string;
  /** URL of wm.js. */
  script: string;
  /** URL of wm-status.js. */
  element: string;
  /** The demo with a connected visitor, and the demo without a connection. */
  demo: string;
  unconnectedDemo: string;
  /** Wallet addresses. */
  wallets: { visitor: string; receiver: string };
  /** Account pages. */
  accounts: { visitor: string; receiver: string };
  /**
   * Overview page of each wallet. `/faults`, `/clock` and `/ledger` below it are for programs on this
   * machine.
   */
  sandboxes: { visitor: string; receiver: string };
  /** Test wallet addresses by outcome. */
  testWalletAddresses: Record<string, string>;
}

/**
 * Replaces placeholders such as `{{wallets.visitor}}` with the directory's values. Unknown names stay
 * visible.
 */
export function fillPlaceholders(html: string, directory: SandboxDirectory): string {
  return html.replace(/\{\{([\w.-]+)\}\}/g, (placeholder, path: string) => {
    const value = path
      .split('.')
      .reduce<unknown>((object, name) => (object as Record<string, unknown> | undefined)?.[name], directory);
    return typeof value === 'string' ? value : placeholder;
  });
}
