import type { TraceEntry, TraceParty } from '../../agent/state/state.js';

/** The agent runs in the page, so they share a lane. */
const LANE_OF_PARTY: Readonly<Record<TraceParty, number>> = {
  page: 0,
  agent: 0,
  provider: 1,
  receiver: 2,
  visitor: 3,
};
const LANE_COUNT = 4;

/** The step numbers of the specification, from 0 (the visitor's consent) to 6 (the event). */
const STEP_OF_ENTRY: Readonly<Record<string, number>> = {
  'POST grant to visitor': 0,
  'POST grant continuation': 0,
  'POST /relay/wallet-addresses': 1,
  'GET wallet address to receiver': 2,
  'POST grant to receiver': 3,
  'POST incoming payment': 4,
  'POST quote': 5,
  'POST outgoing payment': 5,
  monetization: 6,
};

export function laneOf(party: TraceParty): number {
  // Entries from other versions may have unknown parties.
  return LANE_OF_PARTY[party] ?? 0;
}

/** The centre of a lane, in percent of the width, so that no layout has to be measured. */
export function laneCenter(lane: number, isRightToLeft: boolean): number {
  const fromStart = ((lane + 0.5) * 100) / LANE_COUNT;
  return isRightToLeft ? 100 - fromStart : fromStart;
}

export function isEvent({ from, to }: TraceEntry): boolean {
  return laneOf(from) === laneOf(to);
}

export function stepOf({ name, to }: TraceEntry): number | undefined {
  return STEP_OF_ENTRY[`${name} to ${to}`] ?? STEP_OF_ENTRY[name];
}

export interface EntryPosition {
  /** The provider sends this request while it handles a request of the agent. */
  readonly isNested: boolean;
  /** The first entry of its kind, which shows a description. */
  readonly isFirstOfKind: boolean;
  /** The first error of its kind for this link, which shows the fix. */
  readonly isNewError: boolean;
}

/** @param entries in chronological order. */
export function positionsOf(entries: readonly TraceEntry[]): EntryPosition[] {
  const seen = new Set<string>();
  const isNew = (kind: string): boolean => !seen.has(kind) && seen.add(kind).has(kind);
  let callEndsAt = -Infinity;
  return entries.map((entry) => {
    const { from, to, at, took, name, href, error } = entry;
    const isFirstOfKind = isNew(`${name} to ${to}`);
    const isNewError = error !== undefined && isNew(`${error.code} of ${href}`);
    if (from === 'agent' && !isEvent(entry)) callEndsAt = Math.max(callEndsAt, at + (took ?? Infinity));
    return { isNested: from === 'provider' && at <= callEndsAt, isFirstOfKind, isNewError };
  });
}
