import type { Persona } from '../../../protocol/sandbox/personas.js';
import type { Relay } from '../../relay-client/relay.js';
import type { PageVisibility } from './page-visibility.js';
import type { Platform } from './platform.js';

export interface AgentOptions {
  /** The provider's origin, or `simulate` to simulate provider and wallets in the page, on local hosts. */
  provider: string;
  /** Additional hosts where `simulate` is allowed, separated by spaces. */
  simulateOn?: string | null | undefined;
  /** The simulated visitor. Default: the value of `?wm=` or `localStorage.wm`, or `paying`. */
  persona?: Persona | null | undefined;
  /** What `event.amountSent` contains: the amount that was sent (default), or that the receiver gets. */
  amountSent?: 'sender' | 'receiver' | undefined;
  /**
   * URL of the directory of `wm.js`, which also contains the modules that load on demand. Default: the
   * modules are imported relative to this one, and `<wm-status>` is not defined.
   */
  directory?: string | null | undefined;
  /** Fetch the document's response headers once, and apply their policies. */
  policyHeaders?: boolean | undefined;
  /** Pay even if another agent may pay too. */
  force?: boolean | undefined;
  /** Stay passive if there is a native agent, even with a simulation or a local sandbox provider. */
  passive?: boolean | undefined;
  /** Whether there is a native agent, that is, `isSupported()` was true before `apply()`. */
  nativeAgent?: boolean | undefined;
  /** Whether the visitor has chosen this provider instead of the native agent. */
  chosenByVisitor?: boolean | undefined;
  relay?: Relay | undefined;
  platform?: Platform | undefined;
  visibility?: PageVisibility | undefined;
}
