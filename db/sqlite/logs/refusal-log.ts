import { and, asc, countDistinct, desc, eq, lte, max, ne, sql } from "drizzle-orm";
import { clock } from "@/clock";
import type { GroupCommit } from "@/db/sqlite/file/group-commit";
import { inTransaction, type SqliteDatabase } from "@/db/sqlite/file/open";
import { HOUR_MS, intakeHourCounter } from "@/db/sqlite/ingest/intake-hours";
import { refusalCounts, refusals } from "@/db/sqlite/schema/schema";
import { type Refusal, type RefusalCause, senderOf } from "@/domain/intake/intake";

/** The newest of each sender and cause: a megabyte for all causes at most. */
export const TRACES_PER_SENDER = 5;
/** Senders per cause with their own space. Later ones share another, so they take none of it. */
export const SENDERS_PER_CAUSE = 12;
export const TRACES_SHARED = 15;
/** New senders in one write. More within a fifth of a second add no information. */
const NEW_SENDERS_PER_WRITING = 20;
/** A sender that was silent for this long gives its space to another. */
const FORGOTTEN_AFTER_MS = 7 * 86_400_000;
/** Refusals are gathered for this long, so that a flood of them costs few writes. */
const GATHER_MS = 200;
const SHARED_ROOM = "";

type Trace = { readonly sender: string; readonly refusal: Refusal };
type Gathered = { deliveries: number; lastAt: number; byHour: Map<number, number>; traces: Trace[] };

export type RefusalLog = ReturnType<typeof refusalLog>;

/** Counts refusals and keeps a bounded sample of them, whatever arrives. */
export function refusalLog(db: SqliteDatabase, commit: GroupCommit, onRefusals: () => void) {
  let gathered = new Map<RefusalCause, Gathered>();
  let writing: Promise<void> | null = null;
  /** Senders with their own space, by cause: a flood of new ones must not push those out. */
  const rooms = new Map<RefusalCause, Set<string>>();
  const countHour = intakeHourCounter(db);

  function gather(refusal: Refusal): void {
    const { cause, receivedAt } = refusal;
    const ofCause = gathered.get(cause) ?? { deliveries: 0, lastAt: 0, byHour: new Map(), traces: [] };
    gathered.set(cause, ofCause);
    ofCause.deliveries += 1;
    ofCause.lastAt = Math.max(ofCause.lastAt, receivedAt);
    const hour = receivedAt - (receivedAt % HOUR_MS);
    ofCause.byHour.set(hour, (ofCause.byHour.get(hour) ?? 0) + 1);
    keepNewest(ofCause.traces, { sender: senderOf(refusal.headers), refusal }, roomsOf(cause));
  }

  async function write(): Promise<void> {
    await clock.pause(GATHER_MS);
    writing = null;
    const all = takeGathered();
    // The store was closed meanwhile, and has written them.
    if (all.size === 0) return;
    await commit(() => writeAll(all));
    onRefusals();
  }

  function takeGathered(): ReadonlyMap<RefusalCause, Gathered> {
    const all = gathered;
    gathered = new Map();
    return all;
  }

  function writeAll(all: ReadonlyMap<RefusalCause, Gathered>): void {
    for (const [cause, ofCause] of all) writeCause(cause, ofCause);
  }

  function writeCause(cause: RefusalCause, { deliveries, lastAt, byHour, traces }: Gathered): void {
    db.insert(refusalCounts)
      .values({ cause, deliveries, lastAt })
      .onConflictDoUpdate({
        target: refusalCounts.cause,
        set: {
          deliveries: sql`${refusalCounts.deliveries} + excluded.deliveries`,
          lastAt: sql`max(${refusalCounts.lastAt}, excluded.last_at)`,
        },
      })
      .run();
    for (const [at, count] of byHour) countHour(at, cause, count);
    for (const trace of traces) keepTrace(trace);
    rooms.delete(cause);
  }

  function roomsOf(cause: RefusalCause): ReadonlySet<string> {
    const known = rooms.get(cause);
    if (known) return known;
    const rows = db.selectDistinct({ sender: refusals.sender }).from(refusals).where(eq(refusals.cause, cause)).all();
    const read = new Set(rows.map((row) => row.sender));
    rooms.set(cause, read);
    return read;
  }

  function keepTrace({ sender, refusal }: Trace): void {
    const { cause, receivedAt, bytes, ...details } = refusal;
    const room = roomOf(cause, sender, receivedAt);
    db.insert(refusals).values({ cause, sender: room, receivedAt, bytes, details }).run();
    const inRoom = and(eq(refusals.cause, cause), eq(refusals.sender, room));
    const surplus = db
      .select({ id: refusals.id })
      .from(refusals)
      .where(inRoom)
      .orderBy(desc(refusals.id))
      .limit(1)
      .offset(room === SHARED_ROOM ? TRACES_SHARED : TRACES_PER_SENDER)
      .get();
    if (surplus)
      db.delete(refusals)
        .where(and(inRoom, lte(refusals.id, surplus.id)))
        .run();
  }

  /** Returns the space for a sender's records: its own if one is free. */
  function roomOf(cause: RefusalCause, sender: string, now: number): string {
    const ofCause = and(eq(refusals.cause, cause), ne(refusals.sender, SHARED_ROOM));
    const own = and(ofCause, eq(refusals.sender, sender));
    if (db.select({ id: refusals.id }).from(refusals).where(own).limit(1).get()) return sender;
    const taken = db
      .select({ rooms: countDistinct(refusals.sender) })
      .from(refusals)
      .where(ofCause)
      .get();
    if ((taken?.rooms ?? 0) < SENDERS_PER_CAUSE) return sender;
    const newest = max(refusals.receivedAt);
    const longestSilent = db
      .select({ sender: refusals.sender, newest })
      .from(refusals)
      .where(ofCause)
      .groupBy(refusals.sender)
      .orderBy(asc(newest))
      .limit(1)
      .get();
    if (!longestSilent || now - (longestSilent.newest ?? now) < FORGOTTEN_AFTER_MS) return SHARED_ROOM;
    db.delete(refusals)
      .where(and(ofCause, eq(refusals.sender, longestSilent.sender)))
      .run();
    return sender;
  }

  return {
    /** Resolves once the refusal is counted. */
    record: (refusal: Refusal): Promise<void> => {
      gather(refusal);
      writing ??= write();
      return writing;
    },
    /** Writes what is still gathered, before the database is closed. */
    flush: (): void => {
      const all = takeGathered();
      if (all.size > 0) inTransaction(db, () => writeAll(all));
    },
  };
}

/** Keeps the newest few of each sender, and only the first few new senders. */
function keepNewest(traces: Trace[], trace: Trace, rooms: ReadonlySet<string>): void {
  const ofSender = traces.filter((one) => one.sender === trace.sender);
  const [oldest] = ofSender;
  if (oldest && ofSender.length >= TRACES_PER_SENDER) traces.splice(traces.indexOf(oldest), 1);
  const isNew = !oldest && !rooms.has(trace.sender);
  if (isNew && traces.filter((one) => !rooms.has(one.sender)).length >= NEW_SENDERS_PER_WRITING) return;
  traces.push(trace);
}
