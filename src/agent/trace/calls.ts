/** How a call of the relay is shown. */
export interface CallWords {
  readonly name: string;
  /** Of a success; absent where there are two and the answer does not tell which. */
  readonly status?: (answer: object) => number;
  /** What of the arguments is sent as the body. */
  readonly body?: (about: readonly unknown[]) => unknown;
  /** The answer's id is kept back: whoever runs in this page sees this, and need not know more than the visitor. */
  readonly withoutId?: true;
}

const ok = (): number => 200;
const created = (): number => 201;
const noContent = (): number => 204;

/** Asked before every other call, and sent once. */
export const DESCRIPTION: CallWords = { name: 'GET /relay', status: ok };

/** By the methods of the relay. Their names are not quoted, because the build shortens some of them. */
export const CALLS: Readonly<Record<string, CallWords>> = {
  describe: DESCRIPTION,
  getWalletAddress: {
    name: 'POST /relay/wallet-addresses',
    status: ok,
    body: ([walletAddress]) => ({ walletAddress }),
  },
  connect: { name: 'POST /relay/connections', withoutId: true },
  bindConnection: {
    name: 'POST /relay/connections/:id/bind',
    status: ok,
    body: ([, challenge]) => challenge,
    withoutId: true,
  },
  disconnect: { name: 'DELETE /relay/connections/:id', status: noContent },
  createSession: { name: 'POST /relay/sessions', status: created, body: ([request]) => request },
  createPayment: {
    name: 'POST /relay/sessions/:id/payments',
    status: (answer) => ('id' in answer ? 201 : 202),
  },
  deleteSession: { name: 'DELETE /relay/sessions/:id', status: noContent },
};
