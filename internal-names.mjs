/**
 * Members that only our own files see: the build gives them short names, the same in wm.js and in the files beside it. No name that
 * a page, a provider or the platform uses may stand here; test/internal-names.test.ts reads the sources for that. Append only: a name's
 * place is its short name, and a file of another version, out of some cache, has to mean the same by it.
 */
export const INTERNAL_NAMES = [
  'activeSessions',
  'announced',
  'askAgain',
  'bindConnection',
  'createPayment',
  'deleteSession',
  'describe',
  'directory',
  'doubtful',
  'failures',
  'getWalletAddress',
  'importPart',
  'inFlight',
  'invalidate',
  'legacyMembers',
  'linkElement',
  'pausedByVisitor',
  'platform',
  'policyHeaders',
  'refused',
  'remaining',
  'renewAt',
  'replay',
  'retryAfter',
  'schedule',
  'selectNextSessionForPayment',
  'startedAt',
  'steering',
  'stopped',
  'useLegacy',
  'visibility',
  'walletDetails',
];
