/** How a call of the relay appears in the trace. */
export interface CallFormat {
  readonly name: string;
  /** HTTP status of a successful response. Absent if the response does not determine it. */
  readonly status?: (answer: object) => number;
  /** Returns the request body from the arguments. */
  readonly body?: (args: readonly unknown[]) => unknown;
  /** Removes the id from the response, because every script in the page can read the trace. */
  readonly redactId?: true;
}

const ok = (): number => 200;
const created = (): number => 201;
const noContent = (): number => 204;

/** Requested before every other call, but sent only once. */
export const DESCRIBE_CALL: CallFormat = { name: 'GET /relay', status: ok };

/** Formats by the relay's method names. The keys are not quoted, because the build shortens some of them. */
export const CALLS: Readonly<Record<string, CallFormat>> = {
  describe: DESCRIBE_CALL,
  getWalletAddress: {
    name: 'POST /relay/wallet-addresses',
    status: ok,
    body: ([walletAddress]) => ({ walletAddress }),
  },
  connect: { name: 'POST /relay/connections', redactId: true },
  bindConnection: {
    name: 'POST /relay/connections/:id/bind',
    status: ok,
    body: ([, challenge]) => challenge,
    redactId: true,
  },
  disconnect: { name: 'DELETE /relay/connections/:id', status: noContent },
  createSession: { name: 'POST /relay/sessions', status: created, body: ([request]) => request },
  createPayment: {
    name: 'POST /relay/sessions/:id/payments',
    status: (answer) => ('id' in answer ? 201 : 202),
  },
  deleteSession: { name: 'DELETE /relay/sessions/:id', status: noContent },
};
