import type { ErasureSubject } from "@/domain/operations/erasure";
import type { CaseAct } from "@/domain/outreach/case-act";
import type { OutreachState } from "@/domain/outreach/outreach";
import type { LinkStep } from "@/domain/outreach/reconnect-step";
import { recountWork, type WorkedCase } from "@/testing/recount/recount-work";
import {
  historyOf,
  type Kept,
  type Owner,
  ownersOf,
  plainCases,
  plainState,
  type Told,
  timelineOf,
} from "./plain-history";

export const CONNECTIONS = ["conn_a", "conn_b", "conn_c", "conn_d"];
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

type PlainAct = CaseAct & { readonly connection: string };
type PlainStep = LinkStep & { readonly connection: string; readonly linkId: number };

/** One attempt to deliver an event. */
export type Letter = {
  readonly told: Told;
  readonly dialect: "docs" | "sdk" | "flat";
  readonly body: string;
  /** Null if the scheme has none. */
  readonly messageId: string | null;
  readonly sentAt: number;
  /** True if this version can't read it yet. */
  readonly isUnread: boolean;
};

/** Everything a deployment should know, as plain lists. Every query recounts from the start. */
export type PlainModel = {
  now: number;
  nextEvent: number;
  nextAct: number;
  nextStep: number;
  events: Kept[];
  /** Everything that was ever sent, so that it can be sent again. */
  readonly sent: Letter[];
  acts: PlainAct[];
  steps: PlainStep[];
  blocked: Set<string>;
};

export function newModel(): PlainModel {
  const now = Date.UTC(2026, 0, 5);
  return { now, nextEvent: 1, nextAct: 1, nextStep: 1, events: [], sent: [], acts: [], steps: [], blocked: new Set() };
}

/** Stores a delivery. Returns whether it was a new event. */
export function keep(model: PlainModel, { told, messageId, body, sentAt, isUnread }: Letter): "stored" | "duplicate" {
  const hour = told.occurredAt === null ? Math.floor(sentAt / HOUR) : "";
  const identity = messageId === null ? `${body} ${hour}` : `${messageId} ${body}`;
  const known = model.events.find((one) => one.identity === identity);
  if (known) {
    known.deliveries += 1;
    known.sentAt = Math.min(known.sentAt, sentAt);
    return "duplicate";
  }
  const id = model.nextEvent++;
  model.events.push({
    id,
    told,
    identity,
    receivedAt: model.now,
    sentAt,
    deliveries: 1,
    isRead: !isUnread,
    isDismissed: false,
  });
  return "stored";
}

export function stateIn({ events }: PlainModel, connection: string) {
  return plainState(historyOf(events, connection));
}

/** Returns the cases of a connection, oldest first, with their acts. */
export function casesIn(model: PlainModel, connection: string): WorkedCase[] {
  const cases = plainCases(model.events, CONNECTIONS).filter((one) => one.connectionId === connection);
  const acts = model.acts.filter((one) => one.connection === connection);
  const steps = model.steps.filter((one) => one.connection === connection);
  return recountWork(cases, { acts, steps });
}

export function isBlocked(model: PlainModel, connection: string): boolean {
  return subjectsOf(model, connection).some((subject) => model.blocked.has(subject));
}

/** Returns the subjects that a block may apply to; the user first, if there is one. */
export function subjectsOf(model: PlainModel, connection: string): string[] {
  const user = stateIn(model, connection)?.user ?? null;
  return [...(user === null ? [] : [`user ${user}`]), `connection ${connection}`];
}

/** Returns the user's other connections with open cases. */
export function openSiblings(model: PlainModel, connection: string): string[] {
  const user = stateIn(model, connection)?.user ?? null;
  if (user === null) return [];
  return CONNECTIONS.filter((one) => one !== connection && stateIn(model, one)?.user === user).filter((one) => {
    const newest = casesIn(model, one).at(-1);
    return newest !== undefined && isOpen(newest);
  });
}

export function isOpen({ end, dismissedAt }: WorkedCase): boolean {
  return end === null && dismissedAt === null;
}

type PlainCard = { readonly label: string; readonly state: OutreachState; readonly rank: number };

/** Returns the queue's cards: a user's open cases are one card, the most urgent in front. */
export function cardsIn(model: PlainModel): PlainCard[] {
  const cards = CONNECTIONS.flatMap((id): PlainCard[] => {
    const newest = casesIn(model, id).at(-1);
    if (!newest) return [];
    const state = stateIn(model, id);
    const since = newest.openedAt - (newest.isRelapse ? 3 * DAY : 0) - (state?.permissions?.length ?? 0) * 2 * HOUR;
    const rank = newest.contacts > 0 ? since + 1e14 : since;
    return [{ label: state?.user ?? id, state: standing(newest, isBlocked(model, id), model.now), rank }];
  });
  const urgency = (card: PlainCard) => MOST_URGENT_FIRST.indexOf(card.state);
  const open = cards.filter((card) => urgency(card) >= 0).sort((a, b) => urgency(a) - urgency(b) || a.rank - b.rank);
  const first = open.filter((card, index) => open.findIndex(({ label }) => label === card.label) === index);
  return [...cards.filter((card) => urgency(card) < 0), ...first];
}

/** What to erase: connections, and every word that the person was known by. */
type Forgotten = { readonly connections: string[]; readonly words: Set<string> };

/** Erases a person, with everything from before a connection became another's. */
export function forget(model: PlainModel, { kind, reference }: ErasureSubject): Forgotten {
  const theirs: string[] = [];
  const words = new Set([reference]);
  const users = new Set<string>();
  for (const id of CONNECTIONS) {
    const history = historyOf(model.events, id);
    const owners = ownersOf(history);
    const isTheirs = (one: Owner | undefined) =>
      one !== undefined && (kind === "user" ? one.user : one.account?.id) === reference;
    const isTold = history.map(({ told }) => isTheirs(told));
    const about = history.filter((_, index) => isTold[index] || isTheirs(owners[index]));
    if (about.length === 0) continue;
    theirs.push(id);
    history.forEach(({ told }, index) => {
      for (const user of [isTold[index] && told.user, isTheirs(owners[index]) && owners[index]?.user]) {
        if (user) users.add(user);
      }
    });
    for (const { account } of [...history.map(({ told }) => told), ...owners].filter(isTheirs)) {
      for (const word of [account?.id, account?.name]) if (word) words.add(word);
    }
    const timeline = timelineOf(model.events, id);
    const last = isTheirs(owners.at(-1)) ? timeline.at(-1) : about.at(-1);
    const going = new Set(last ? timeline.slice(0, timeline.indexOf(last) + 1) : []);
    model.events = model.events.filter((one) => !going.has(one));
    model.acts = model.acts.filter(({ connection }) => connection !== id);
    model.steps = model.steps.filter(({ connection }) => connection !== id);
    model.blocked.delete(`connection ${id}`);
  }
  for (const user of users) {
    if (CONNECTIONS.every((id) => stateIn(model, id)?.user !== user)) model.blocked.delete(`user ${user}`);
  }
  return { connections: theirs, words };
}

const MOST_URGENT_FIRST = ["due", "to_contact", "waiting", "snoozed", "held", "blocked"];

function standing({ end, dismissedAt, snoozedUntil, contacts }: WorkedCase, blocked: boolean, now: number) {
  if (end !== null) return end;
  if (dismissedAt !== null) return "dismissed";
  if (snoozedUntil === "opening" || (snoozedUntil !== null && snoozedUntil > now)) return "snoozed";
  if (blocked) return "blocked";
  if (snoozedUntil !== null) return "due";
  return contacts > 0 ? "waiting" : "to_contact";
}
