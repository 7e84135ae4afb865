import type { StepValues } from '../../server/step-values.js';
import type { OperationName } from '../../server/open-api/operation.js';
import type { WalletRequest, WalletResponse } from '../http/wallet-request.js';
import type { SandboxWallet } from '../wallet/wallet.js';

export { type ContextKey, get, set } from '../../server/step-values.js';

/** A request while it passes through the steps of its operation. */
export interface Exchange {
  readonly wallet: SandboxWallet;
  readonly request: WalletRequest;
  response: WalletResponse;
  readonly values: StepValues;
}

/** One check or one effect. It rejects by throwing. `'responded'` ends the operation early. */
export type Step = (exchange: Exchange) => StepResult | Promise<StepResult>;
type StepResult = 'responded' | void;

/** An operation of a server, with its steps in order. */
export interface Operation extends OperationName {
  readonly steps: readonly Step[];
}
