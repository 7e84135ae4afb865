import type { CollectedState, IntentRow } from './collect-state.js';

/** A `monetization` event that a page received. */
export interface ObservedEvent {
  intent: string;
  debit: bigint;
  /** The amount that the event reported as sent. */
  sent: bigint;
  /** The time of its receipt, by the provider's clock. */
  at: number;
}

/**
 * A period in which a page was certainly visible, by the provider's clock: from one tick to the next, at most
 * as long as the page had to wait.
 */
export interface VisiblePeriod {
  connection: string;
  from: number;
  to: number;
}

/** What all pages of a run recorded. */
export interface Observations {
  events: readonly ObservedEvent[];
  /** Undefined if no page recorded them. Then the provider's own count is used. */
  visiblePeriods?: readonly VisiblePeriod[];
}

/**
 * Checks the invariants of every payment against both databases, when no payment is open any more.
 * @param seen undefined if no page recorded it.
 * @returns one sentence for each violation.
 */
export function checkInvariants(collected: CollectedState, seen: Observations = { events: [] }): string[] {
  return Object.entries(INVARIANTS).flatMap(([name, check]) =>
    [...check(collected, seen)].map((violation) => `${name}: ${violation}`),
  );
}

type Invariant = (collected: CollectedState, seen: Observations) => Iterable<string>;

const INVARIANTS: Record<string, Invariant> = {
  *'I1 every debit is a credit of another account'({ wallet }) {
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
      // Stuck without a payment: the outcome cannot be known, and it counts as spent.
      else if (
        stored.outgoing_payment !== id &&
        (stored.state !== 'stuck' || stored.outgoing_payment !== null)
      )
        yield `payment ${id} belongs to intent ${stored.id}, which is ${stored.state} with payment ${stored.outgoing_payment}`;
    }
  },

  *'I5 every paid intent has an equal payment'({ intents, wallet }) {
    const payments = new Map(wallet.payments.map((payment) => [payment.id, payment]));
    for (const intent of intents) {
      if (OPEN_STATES.includes(intent.state)) yield `intent ${intent.id} is still ${intent.state}`;
      if (intent.outgoing_payment === null) {
        if (PAID_STATES.includes(intent.state))
          yield `intent ${intent.id} is ${intent.state} and has no payment`;
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

  *'I6 provider and wallets count the same amounts'({ connections, intents, wallet }) {
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
      // A payment with an unknown outcome counts as spent, whether or not the wallet made it.
      const known = mine - (unknown.get(grant) ?? 0n);
      if (theirs > mine || theirs < known || theirs !== limit)
        yield `grant ${grant}: intents ${mine}, wallet's debits ${theirs}, counted against the grant ${limit}`;
    }
    const intentsOf = groupBy(intents, ({ connection_id, grant_id, interval_start }) =>
      [connection_id, grant_id, interval_start].join(),
    );
    for (const { id, grant_id, interval_start, spent, reserved } of connections) {
      const own = intentsOf.get([id, grant_id, interval_start].join()) ?? [];
      const open = own.filter(({ state }) => OPEN_STATES.includes(state));
      const reserves = open.reduce((sum, { debit_amount }) => sum + debit_amount, 0n);
      const spends = own.reduce((sum, intent) => sum + costOf(intent), 0n) - reserves;
      if (spends !== spent || reserves !== reserved)
        yield `connection ${id}: ${spent} spent and ${reserved} reserved, by its intents ${spends} and ${reserves}`;
    }
  },

  *'I7 a page receives one event per payment, and no other event'({ intents }, { events }) {
    const known = new Map(intents.map((intent) => [intent.id, intent]));
    for (const [id, delivered] of groupBy(events, ({ intent }) => intent)) {
      const intent = known.get(id);
      if (delivered.length > 1) yield `intent ${id} was delivered ${delivered.length} times`;
      if (!intent?.outgoing_payment) yield `intent ${id} was delivered and is ${intent?.state ?? 'unknown'}`;
      else if (delivered.some(({ debit }) => debit !== intent.debit_amount))
        yield `intent ${id} of ${intent.debit_amount} was delivered as ${delivered.map(({ debit }) => debit).join(', ')}`;
      else if (delivered.some(({ at }) => BigInt(Math.ceil(at)) < intent.created_at))
        yield `intent ${id} was delivered before it was planned`;
      else if (intent.undelivered !== 0n)
        yield `intent ${id} was delivered, but undelivered is ${intent.undelivered}`;
    }
  },

  *'I9 events report the amounts that were sent, or the difference will be corrected'(
    { connections, sessions, intents },
    { events },
  ) {
    const delivered = new Map(events.map((event) => [event.intent, event]));
    const grants = new Map(connections.map(({ id, grant_id }) => [id, grant_id]));
    const linkOf = new Map(sessions.map((session) => [session.id, linkOfSession(session)]));
    const own = groupBy(intents, ({ session_id }) => linkOf.get(session_id) ?? 'none');
    // A link's new session takes over the corrections of its earlier ones.
    for (const [link, [session, ...more]] of groupBy(sessions, linkOfSession)) {
      if (!session) continue;
      const { connection_id } = session;
      const owed = more.reduce(
        (sum, { overreported_sent }) => sum + overreported_sent,
        session.overreported_sent,
      );
      const payments = own.get(link) ?? [];
      // Events of another wallet's payments are not corrected.
      if (payments.some(({ grant_id }) => grant_id !== grants.get(connection_id))) continue;
      let [minimum, maximum] = [0n, 0n];
      for (const intent of payments) {
        const { state, outgoing_payment: payment, debit_amount: debit, sent_amount, corrected } = intent;
        // Without a payment there is no event.
        if (payment === null) continue;
        const hasEnded = (state === 'settled' || state === 'failed') && (sent_amount ?? debit) < debit;
        const sent = hasEnded ? (sent_amount ?? debit) : debit;
        const event = delivered.get(intent.id);
        if (event && ![debit, sent].includes(event.sent + corrected))
          yield `intent ${intent.id} of ${debit}, sent ${sent}, corrects ${corrected}, was delivered as ${event.sent}`;
        const tooMuch = event ? event.sent + corrected - sent : debit - sent;
        if (event) minimum += tooMuch - corrected;
        // Without a recorded event, the response may have been lost.
        else minimum -= corrected;
        maximum += intent.undelivered === 0n ? tooMuch - corrected : -corrected;
      }
      if (owed < minimum || owed > maximum)
        yield `link ${link} received ${minimum} to ${maximum} too much, but the correction is ${owed}`;
    }
  },

  *'I8 nothing is spent beyond rate × visible time + 60 seconds of the rate'(
    { connections, grants, intents },
    { visiblePeriods },
  ) {
    const looksOf = visiblePeriods && groupBy(visiblePeriods, ({ connection }) => connection);
    for (const { id, visible_ms } of connections) {
      const looked = looksOf && totalVisibleMs(looksOf.get(id) ?? []);
      if (looked !== undefined && visible_ms > BigInt(Math.ceil(looked)))
        yield `connection ${id}: visible for ${visible_ms} ms in the database, for ${looked} ms by its pages`;
    }
    const consents = groupBy(grants, ({ connection_id }) => connection_id);
    const times = new Map(connections.map(({ id, visible_ms }) => [id, visible_ms]));
    const streamed = intents.filter(({ kind }) => kind === 'streamed');
    for (const [connection, spent] of sumBy(streamed, ({ connection_id }) => connection_id, costOf)) {
      const own = consents.get(connection) ?? [];
      const rate = own.reduce((most, grant) => (grant.rate > most ? grant.rate : most), 0n);
      // Each consent starts with a minute that counts as visible.
      const time = (times.get(connection) ?? 0n) + HEAD_START_MS * BigInt(own.length);
      if (spent * HOUR_MS > rate * time)
        yield `connection ${connection}: ${spent} spent, at ${rate} an hour, in ${time} ms`;
    }
  },
};

/** The head start of the rate, in milliseconds. */
const HEAD_START_MS = 60_000n;
const HOUR_MS = 3_600_000n;
const OPEN_STATES = ['planned', 'submitting'];
const PAID_STATES = ['created', 'settled'];

function linkOfSession({ connection_id, wallet_address }: CollectedState['sessions'][number]): string {
  return `${connection_id} ${wallet_address}`;
}

/** The part of the budget that an intent uses: its debit amount or, if it failed, the amount that it sent. */
function costOf({ state, debit_amount, sent_amount }: IntentRow): bigint {
  return state === 'failed' ? (sent_amount ?? 0n) : debit_amount;
}

/** The cost as wallets count it: a failed payment costs what it sent. */
function walletCostOf({
  state,
  debit_amount,
  sent_amount,
}: CollectedState['wallet']['payments'][number]): bigint {
  return state === 'failed' ? sent_amount : debit_amount;
}

/** Milliseconds in which at least one page was visible. */
function totalVisibleMs(periods: readonly VisiblePeriod[]): number {
  let [sum, until] = [0, -Infinity];
  for (const { from, to } of [...periods].sort((one, other) => one.from - other.from)) {
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
