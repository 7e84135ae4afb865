import type { CheckRule } from './rule.js';
import { agentError } from './agent-error.js';
import { cspBlocks } from './csp-blocks.js';
import { deprecatedDocumentMonetization } from './deprecated-document-monetization.js';
import { deprecatedMeta } from './deprecated-meta.js';
import { deprecatedPaymentPointer } from './deprecated-payment-pointer.js';
import { floatSum } from './float-sum.js';
import { iframeAllow } from './iframe-allow.js';
import { linkQueriedTooEarly } from './link-queried-too-early.js';
import { linkInBody } from './link-in-body.js';
import { linkMissing } from './link-missing.js';
import { linkMisspelt } from './link-misspelt.js';
import { linkNotInDocument } from './link-not-in-document.js';
import { nativeAgentRule } from './native-agent.js';
import { pageNotSecure } from './page-not-secure.js';
import { relExact } from './rel-exact.js';
import { scriptInert } from './script-inert.js';
import { scriptLate } from './script-late.js';
import { scriptNotLoaded } from './script-not-loaded.js';
import { simulateInPublic } from './simulate-in-public.js';
import { supportsLate } from './supports-late.js';
import { supportsTooEarly } from './supports-too-early.js';
import { unknownAttribute } from './unknown-attribute.js';
import { unlockOnLoad } from './unlock-on-load.js';
import { walletAddressResponse } from './wallet-address-response.js';
import { walletAddressUrl } from './wallet-address-url.js';

/** All rules of `wm check`: the page, its link, its script, and its event handling. */
export const CHECK_RULES: readonly CheckRule[] = [
  pageNotSecure,
  linkMissing,
  linkMisspelt,
  linkNotInDocument,
  linkInBody,
  relExact,
  walletAddressUrl,
  walletAddressResponse,
  iframeAllow,
  scriptNotLoaded,
  scriptInert,
  scriptLate,
  unknownAttribute,
  nativeAgentRule,
  simulateInPublic,
  cspBlocks,
  agentError,
  supportsTooEarly,
  supportsLate,
  linkQueriedTooEarly,
  unlockOnLoad,
  floatSum,
  deprecatedMeta,
  deprecatedPaymentPointer,
  deprecatedDocumentMonetization,
];
