import { and, eq, gt, inArray, isNotNull } from "drizzle-orm";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import { historyReader } from "@/db/sqlite/history/histories";
import type { HistoryPosition } from "@/db/sqlite/history/history-position";
import type { EventValues } from "@/db/sqlite/logs/event-values";
import { IS_CHANGE, toConnection, toConnectionEvents } from "@/db/sqlite/schema/rows";
import { connectionIds, connections, events } from "@/db/sqlite/schema/schema";
import type { Connection } from "@/domain/connection/connection";
import { step } from "@/domain/connection/projection";
import { holdsValue } from "@/domain/intake/body-values";
import type { Account, ConnectionReading } from "@/domain/intake/event";
import type { ErasureSubject } from "@/domain/operations/erasure";

/** A connection that is or was a person's. */
export type Target = {
  readonly key: number;
  readonly id: string;
  /** The last event about the person if it became another's; null if it is theirs to the end. */
  readonly until: HistoryPosition | null;
  /** The last event that identifies the person. With it, an interrupted erasure finds the connection again. */
  readonly witness: number | null;
  /** All accounts of the person. */
  readonly accounts: readonly Account[];
  /** Every user the connection belonged to while it was this person's. */
  readonly users: readonly string[];
};

type Known = Pick<Connection | ConnectionReading, "user" | "account">;

const EVENTS_PER_TURN = 256;
const CANDIDATES_PER_TURN = 10_000;

/** Finds the connections that are a person's now, or were at any time according to events up to `newest`. */
export async function targetsOf(
  db: SqliteDatabase,
  values: EventValues,
  subject: ErasureSubject,
  newest: number,
): Promise<Target[]> {
  if (values.unsearched() > 0) await values.takeInAll();
  const owned = ownedStates(db, subject);
  const keys = [...new Set([...owned.keys(), ...mentionedKeys(db, values, subject.reference)])];
  const read = historyReader(db, EVENTS_PER_TURN);
  const targets: Target[] = [];
  for (const key of keys.toSorted((a, b) => a - b)) {
    const target = await lookThrough(db, read(key, null), { key, subject, newest, owned: owned.get(key) ?? null });
    if (target) targets.push(target);
  }
  return targets;
}

function ownedStates(db: SqliteDatabase, { kind, reference }: ErasureSubject): Map<number, Known> {
  const isTheirs =
    kind === "user"
      ? and(eq(connections.userSortKey, reference), eq(connections.user, reference))
      : eq(connections.accountId, reference);
  const rows = db.select().from(connections).where(isTheirs).all();
  return new Map(rows.map((row) => [row.key, toConnection("", row)]));
}

/** Returns the connections of all events whose bodies mention a reference. */
function mentionedKeys(db: SqliteDatabase, values: EventValues, reference: string): Set<number> {
  const isOfConnection = and(isNotNull(events.connectionKey), IS_CHANGE);
  const keys = new Set<number>();
  for (let above = 0; ; ) {
    const ids = values.candidates(reference, { above }, CANDIDATES_PER_TURN);
    const isMeant = and(inArray(events.id, ids), isOfConnection);
    const rows = db.selectDistinct({ key: events.connectionKey }).from(events).where(isMeant).all();
    for (const { key } of rows) if (key !== null) keys.add(key);
    const last = ids.at(-1);
    if (last === undefined || ids.length < CANDIDATES_PER_TURN) break;
    above = last;
  }
  const unknown = db
    .select({ key: events.connectionKey, body: events.body })
    .from(events)
    .where(and(gt(events.id, values.readThroughFrom()), isOfConnection))
    .all();
  for (const { key, body } of unknown) if (key !== null && holdsValue(body, reference)) keys.add(key);
  return keys;
}

type Look = {
  readonly key: number;
  readonly subject: ErasureSubject;
  readonly newest: number;
  /** Its state, if that says that it is theirs. */
  readonly owned: Known | null;
};

/** Returns null if neither its state nor any of its events is about the person. */
async function lookThrough(
  db: SqliteDatabase,
  turns: ReturnType<ReturnType<typeof historyReader>>,
  { key, subject, newest, owned }: Look,
): Promise<Target | null> {
  const known = new Map<string, Known>();
  if (owned) note(known, owned);
  let state: Connection | null = null;
  let until: HistoryPosition | null = null;
  let witness: number | null = null;
  for (const rows of turns) {
    for (const row of rows.filter(({ id }) => id <= newest)) {
      for (const event of toConnectionEvents(row)) {
        state = step(state, event);
        const theirs = [state, event.said].filter((one) => isAbout(one, subject));
        if (theirs.length > 0) until = { occurredAt: row.occurredAt, kind: row.kind, id: row.id };
        if (isAbout(event.said, subject)) witness = row.id;
        for (const one of theirs) note(known, one);
      }
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (!owned && !until) return null;
  const row = db.select({ id: connectionIds.id }).from(connectionIds).where(eq(connectionIds.key, key)).get();
  return {
    key,
    id: row?.id ?? "",
    ...(owned ? { until: null, witness: null } : { until, witness }),
    accounts: [...known.values()].flatMap(({ account }) => account ?? []),
    users: [...new Set([...known.values()].flatMap(({ user }) => user ?? []))],
  };
}

/** Collects each combination once. Ignores pictures, which may change with every event and identify nobody. */
function note(known: Map<string, Known>, one: Known): void {
  const { id = null, name = null, username = null } = one.account ?? {};
  known.set(JSON.stringify([one.user, id, name, username]), one);
}

function isAbout(one: Known, subject: ErasureSubject): boolean {
  return (subject.kind === "user" ? one.user : one.account?.id) === subject.reference;
}
