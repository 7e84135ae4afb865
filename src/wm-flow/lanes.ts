import type { TraceEntry, TraceParty } from '../agent/state.js';

/** From the page outwards. The agent lives in the page. */
const LANES: Readonly<Record<TraceParty, number>> = {
  page: 0,
  agent: 0,
  provider: 1,
  receiver: 2,
  visitor: 3,
};
const COUNT = 4;

/** Which of the specification's steps a call or an event is, as far as it is one: 0 is the visitor's consent, 6 the event. */
const STEPS: Readonly<Record<string, number>> = {
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
  // What comes from elsewhere may name somebody else.
  return LANES[party] ?? 0;
}

/** The middle of a lane, in percent of the width, so that nothing has to be measured. */
export function middleOf(lane: number, isRightToLeft: boolean): number {
  const fromStart = ((lane + 0.5) * 100) / COUNT;
  return isRightToLeft ? 100 - fromStart : fromStart;
}

export function isEvent({ from, to }: TraceEntry): boolean {
  return laneOf(from) === laneOf(to);
}

export function stepOf({ name, to }: TraceEntry): number | undefined {
  return STEPS[`${name} to ${to}`] ?? STEPS[name];
}

/** What an entry is among the others. */
export interface Place {
  /** The provider makes this call while it works for one of the agent's. */
  readonly isWithin: boolean;
  /** Nothing like it has been before, so it is said what it is for. */
  readonly isFirst: boolean;
  /** Nothing went wrong like it with this link, so it is said what to do. */
  readonly isNews: boolean;
}

/** Of entries in order. */
export function placesOf(entries: readonly TraceEntry[]): Place[] {
  const seen = new Set<string>();
  const isNew = (kind: string): boolean => !seen.has(kind) && seen.add(kind).has(kind);
  let until = -Infinity;
  return entries.map((entry) => {
    const { from, to, at, took, name, href, error } = entry;
    const isFirst = isNew(`${name} to ${to}`);
    const isNews = error !== undefined && isNew(`${error.code} of ${href}`);
    if (from === 'agent' && !isEvent(entry)) until = Math.max(until, at + (took ?? Infinity));
    return { isWithin: from === 'provider' && at <= until, isFirst, isNews };
  });
}
