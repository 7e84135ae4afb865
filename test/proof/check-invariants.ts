import type { Evidence, StoredIntent } from './evidence.js';

/** What a page was told: one `monetization` event. */
export interface PageEvent {
  intent: string;
  debit: bigint;
  /** What the event told as sent. */
  sent: bigint;
  /** When it was received, by the provider's clock. */
  at: number;
}

/** So long a page was looked at for certain, by the provider's clock: from one tick to the next, but no longer than it was told to wait. */
export interface Look {
  connection: string;
  from: number;
  to: number;
}

/** What all pages of a run have seen. */
export interface Seen {
  events: readonly PageEvent[];
  /** Absent when nobody recorded them: then what the provider has counted is believed. */
  looks?: readonly Look[];
}

/**
 * The invariants of every payment, read from both sides' books when nothing is under way any more.
 * @param seen absent when nobody recorded it.
 * @returns a sentence for each violation, none when all is well.
 */
export function checkInvariants(evidence: Evidence, seen: Seen = { events: [] }): string[] {
  return Object.entries(INVARIANTS).flatMap(([name, check]) =>
    [...check(evidence, seen)].map((violation) => `${name}: ${violation}`),
  );
}

type Invariant = (evidence: Evidence, seen: Seen) => Iterable<string>;

const INVARIANTS: Record<string, Invariant> = {
  *'I1 every debit is somebody’s credit'({ wallet }) {
    for (const { asset, debits, credits } of wallet.accounts) {
      if (debits !== credits) yield `${asset}: debits ${debits}, credits ${credits}`;
    }
    yield* wallet.violations;
  },

  *'I2 no budget is exceeded'({ connections, grants, intents }) {
    for (const { id, budget, spent, reserved } of connections) {
      if (spent + reserved > budget)
        yield `connection ${id}: ${spent} spent, ${reserved} reserved of ${budget}`;
    }
    const budgets = new Map(grants.map(({ id, budget }) => [id, budget]));
    for (const [key, spent] of sumBy(
      intents,
      ({ grant_id, interval_start }) => `${grant_id} ${interval_start}`,
      costOf,
    )) {
      const grant = key.split(' ')[0] as string;
      const budget = budgets.get(grant);
      if (budget !== undefined && spent > budget) yield `grant ${key}: intents of ${spent}, budget ${budget}`;
    }
  },

  *'I3 no intent is paid twice'({ wallet }) {
    for (const [intent, payments] of groupBy(wallet.payments, ({ intent }) => intent ?? 'none')) {
      if (intent !== 'none' && payments.length > 1) yield `intent ${intent} has ${payments.length} payments`;
    }
  },

  *'I4 every payment has an intent'({ intents, wallet }) {
    const known = new Map(intents.map((intent) => [intent.id, intent]));
    for (const { id, intent } of wallet.payments) {
      const stored = known.get(intent ?? '');
      if (!stored) yield `payment ${id} has no intent`;
      // Stuck without a payment: nobody could find out, and it counts as spent.
      else if (
        stored.outgoing_payment !== id &&
        (stored.state !== 'stuck' || stored.outgoing_payment !== null)
      )
        yield `payment ${id} belongs to intent ${stored.id}, which is ${stored.state} and says ${stored.outgoing_payment}`;
    }
  },

  *'I5 every paid intent has an equal payment'({ intents, wallet }) {
    const payments = new Map(wallet.payments.map((payment) => [payment.id, payment]));
    for (const intent of intents) {
      if (OPEN.includes(intent.state)) yield `intent ${intent.id} is still ${intent.state}`;
      if (intent.outgoing_payment === null) {
        if (PAID.includes(intent.state)) yield `intent ${intent.id} is ${intent.state} and has no payment`;
        continue;
      }
      const payment = payments.get(intent.outgoing_payment);
      if (!payment) yield `intent ${intent.id} is ${intent.state}, its payment does not exist`;
      else if (payment.debit_amount !== intent.debit_amount)
        yield `intent ${intent.id} of ${intent.debit_amount}, payment of ${payment.debit_amount}`;
      else if (payment.receiver !== intent.incoming_payment)
        yield `intent ${intent.id} for ${intent.incoming_payment}, payment to ${payment.receiver}`;
      else if (intent.state === 'settled' && payment.sent_amount !== intent.sent_amount)
        yield `intent ${intent.id} settled ${intent.sent_amount}, payment ${payment.state} sent ${payment.sent_amount}`;
      else if (
        intent.state === 'failed' &&
        (payment.state !== 'failed' || payment.sent_amount !== intent.sent_amount)
      )
        yield `intent ${intent.id} failed after ${intent.sent_amount}, payment ${payment.state} sent ${payment.sent_amount}`;
    }
  },

  *'I6 both sides count the same'({ connections, intents, wallet }) {
    const believed = sumBy(intents, ({ grant_id }) => grant_id ?? 'none', costOf);
    const unknown = sumBy(
      intents.filter(({ state }) => state === 'stuck'),
      ({ grant_id }) => grant_id ?? 'none',
      costOf,
    );
    const debited = sumBy(wallet.payments, ({ grant }) => grant, walletCostOf);
    const counted = sumBy(
      wallet.spends,
      ({ grant }) => grant,
      ({ debit }) => debit,
    );
    for (const grant of new Set([...believed.keys(), ...debited.keys()])) {
      const [mine = 0n, theirs = 0n, limit = 0n] = [believed, debited, counted].map((sums) =>
        sums.get(grant),
      );
      // What nobody could find out any more is counted as spent, whatever became of it.
      const known = mine - (unknown.get(grant) ?? 0n);
      if (theirs > mine || theirs < known || theirs !== limit)
        yield `grant ${grant}: intents ${mine}, wallet's debits ${theirs}, counted against the grant ${limit}`;
    }
    const intentsOf = groupBy(intents, ({ connection_id, grant_id, interval_start }) =>
      [connection_id, grant_id, interval_start].join(),
    );
    for (const { id, grant_id, interval_start, spent, reserved } of connections) {
      const own = intentsOf.get([id, grant_id, interval_start].join()) ?? [];
      const open = own.filter(({ state }) => OPEN.includes(state));
      const reserves = open.reduce((sum, { debit_amount }) => sum + debit_amount, 0n);
      const spends = own.reduce((sum, intent) => sum + costOf(intent), 0n) - reserves;
      if (spends !== spent || reserves !== reserved)
        yield `connection ${id}: ${spent} spent and ${reserved} reserved, by its intents ${spends} and ${reserves}`;
    }
  },

  *'I7 a page hears of a payment once, and only of a payment'({ intents }, { events }) {
    const known = new Map(intents.map((intent) => [intent.id, intent]));
    for (const [id, told] of groupBy(events, ({ intent }) => intent)) {
      const intent = known.get(id);
      if (told.length > 1) yield `intent ${id} was told ${told.length} times`;
      if (!intent?.outgoing_payment) yield `intent ${id} was told and is ${intent?.state ?? 'unknown'}`;
      else if (told.some(({ debit }) => debit !== intent.debit_amount))
        yield `intent ${id} of ${intent.debit_amount} was told as ${told.map(({ debit }) => debit).join(', ')}`;
      else if (told.some(({ at }) => BigInt(Math.ceil(at)) < intent.created_at))
        yield `intent ${id} was told before it was planned`;
      else if (intent.untold !== 0n) yield `intent ${id} was told, and is not to be told: ${intent.untold}`;
    }
  },

  *'I9 what pages were told is what was sent, or will be corrected'(
    { connections, sessions, intents },
    { events },
  ) {
    const told = new Map(events.map((event) => [event.intent, event]));
    const grants = new Map(connections.map(({ id, grant_id }) => [id, grant_id]));
    const linkOf = new Map(sessions.map((session) => [session.id, linkOfSession(session)]));
    const own = groupBy(intents, ({ session_id }) => linkOf.get(session_id) ?? 'none');
    // A link's new session owes what its earlier ones did.
    for (const [link, [session, ...more]] of groupBy(sessions, linkOfSession)) {
      if (!session) continue;
      const { connection_id } = session;
      const owed = more.reduce((sum, { told_too_much }) => sum + told_too_much, session.told_too_much);
      const payments = own.get(link) ?? [];
      // What was told of another wallet's money is not corrected.
      if (payments.some(({ grant_id }) => grant_id !== grants.get(connection_id))) continue;
      let [least, most] = [0n, 0n];
      for (const intent of payments) {
        const { state, outgoing_payment: payment, debit_amount: debit, sent_amount, corrected } = intent;
        // Without a payment there is nothing to tell.
        if (payment === null) continue;
        const hasEnded = (state === 'settled' || state === 'failed') && (sent_amount ?? debit) < debit;
        const sent = hasEnded ? (sent_amount ?? debit) : debit;
        const event = told.get(intent.id);
        if (event && ![debit, sent].includes(event.sent + corrected))
          yield `intent ${intent.id} of ${debit}, sent ${sent}, corrects ${corrected}, was told as ${event.sent}`;
        const tooMuch = event ? event.sent + corrected - sent : debit - sent;
        if (event) least += tooMuch - corrected;
        // Where no event was recorded, its answer may have been lost.
        else least -= corrected;
        most += intent.untold === 0n ? tooMuch - corrected : -corrected;
      }
      if (owed < least || owed > most)
        yield `link ${link} was told ${least} to ${most} too much, and is to be corrected by ${owed}`;
    }
  },

  *'I8 nothing is spent beyond rate × time looked at + 60 seconds of the rate'(
    { connections, grants, intents },
    { looks },
  ) {
    const looksOf = looks && groupBy(looks, ({ connection }) => connection);
    for (const { id, looked_at } of connections) {
      const looked = looksOf && unionOf(looksOf.get(id) ?? []);
      if (looked !== undefined && looked_at > BigInt(Math.ceil(looked)))
        yield `connection ${id}: looked at for ${looked_at} ms by its books, by its pages for ${looked} ms`;
    }
    const consents = groupBy(grants, ({ connection_id }) => connection_id);
    const times = new Map(connections.map(({ id, looked_at }) => [id, looked_at]));
    const streamed = intents.filter(({ kind }) => kind === 'streamed');
    for (const [connection, spent] of sumBy(streamed, ({ connection_id }) => connection_id, costOf)) {
      const own = consents.get(connection) ?? [];
      const rate = own.reduce((most, grant) => (grant.rate > most ? grant.rate : most), 0n);
      // Each consent begins with a minute that counts as looked at.
      const time = (times.get(connection) ?? 0n) + AHEAD * BigInt(own.length);
      if (spent * HOUR > rate * time)
        yield `connection ${connection}: ${spent} spent, at ${rate} an hour, in ${time} ms`;
    }
  },
};

/** Milliseconds of the rate. */
const AHEAD = 60_000n;
const HOUR = 3_600_000n;
const OPEN = ['planned', 'submitting'];
const PAID = ['created', 'settled'];

function linkOfSession({ connection_id, wallet_address }: Evidence['sessions'][number]): string {
  return `${connection_id} ${wallet_address}`;
}

/** What an intent takes from the budget: all of it, unless it failed, and then what it sent. */
function costOf({ state, debit_amount, sent_amount }: StoredIntent): bigint {
  return state === 'failed' ? (sent_amount ?? 0n) : debit_amount;
}

/** As wallets count: a failed payment costs what it sent. */
function walletCostOf({ state, debit_amount, sent_amount }: Evidence['wallet']['payments'][number]): bigint {
  return state === 'failed' ? sent_amount : debit_amount;
}

/** Milliseconds in which at least one was looked at. */
function unionOf(looks: readonly Look[]): number {
  let [sum, until] = [0, -Infinity];
  for (const { from, to } of [...looks].sort((one, other) => one.from - other.from)) {
    sum += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return sum;
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

function sumBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  amountOf: (item: Item) => bigint,
): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const item of items) sums.set(keyOf(item), (sums.get(keyOf(item)) ?? 0n) + amountOf(item));
  return sums;
}
