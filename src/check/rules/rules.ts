import type { Rule } from '../rule.js';
import { agentError } from './agent-error.js';
import { cspBlocks } from './csp-blocks.js';
import { deprecatedDocumentMonetization } from './deprecated-document-monetization.js';
import { deprecatedMeta } from './deprecated-meta.js';
import { deprecatedPaymentPointer } from './deprecated-payment-pointer.js';
import { floatSum } from './float-sum.js';
import { iframeAllow } from './iframe-allow.js';
import { linkAskedTooEarly } from './link-asked-too-early.js';
import { linkInBody } from './link-in-body.js';
import { linkMissing } from './link-missing.js';
import { linkMisspelt } from './link-misspelt.js';
import { linkUnseen } from './link-unseen.js';
import { otherAgent } from './other-agent.js';
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
import { walletAddressAnswer } from './wallet-address-answer.js';
import { walletAddressUrl } from './wallet-address-url.js';

/** All that `wm check` looks for: the page, its link, its script, what it does with events. */
export const RULES: readonly Rule[] = [
  pageNotSecure,
  linkMissing,
  linkMisspelt,
  linkUnseen,
  linkInBody,
  relExact,
  walletAddressUrl,
  walletAddressAnswer,
  iframeAllow,
  scriptNotLoaded,
  scriptInert,
  scriptLate,
  unknownAttribute,
  otherAgent,
  simulateInPublic,
  cspBlocks,
  agentError,
  supportsTooEarly,
  supportsLate,
  linkAskedTooEarly,
  unlockOnLoad,
  floatSum,
  deprecatedMeta,
  deprecatedPaymentPointer,
  deprecatedDocumentMonetization,
];
