import path from "node:path";
import { and, asc, count, eq, lte, max, ne, sql } from "drizzle-orm";
import { clock } from "@/clock";
import { entriesNaming, forgetInAudit, type WriteAudit } from "@/db/sqlite/access/audit-log";
import { removeLeftovers } from "@/db/sqlite/backup/leftovers";
import { forgetWork } from "@/db/sqlite/cases/case-acts";
import { isLocked } from "@/db/sqlite/file/group-commit";
import { mergeAway } from "@/db/sqlite/file/merge-away";
import { inTransaction, type SqliteDatabase } from "@/db/sqlite/file/open";
import { whenFree } from "@/db/sqlite/file/when-free";
import { eventRemover } from "@/db/sqlite/ingest/event-remover";
import type { Projection } from "@/db/sqlite/ingest/projection";
import type { EventValues } from "@/db/sqlite/logs/event-values";
import { forgetBlock } from "@/db/sqlite/outreach/contact-blocks";
import { linkSteps } from "@/db/sqlite/schema/outreach-schema";
import { IS_UNRECOGNISED } from "@/db/sqlite/schema/rows";
import {
  checkpoints,
  connectionIds,
  connections,
  events,
  repeats,
  savedViews,
  signsOfLife,
} from "@/db/sqlite/schema/schema";
import type { EraseOptions } from "@/db/store";
import type { By } from "@/domain/access/audit";
import {
  type ErasedNames,
  type ErasureReport,
  type ErasureSubject,
  isNothing,
  isViewAbout,
} from "@/domain/operations/erasure";
import { mentionIn } from "@/domain/operations/mention";
import { outreachAbout } from "./erased-outreach";
import { digestOf, formatRemovedEvents } from "./erasure-digest";
import { type Target, targetsOf } from "./erasure-targets";

type Parts = Projection & {
  readonly values: EventValues;
  readonly write: WriteAudit;
};

const EVENTS_PER_SLICE = 200;
const BODIES_PER_TURN = 20;
const JOURNAL_RETRY_MS = 500;

/**
 * Erases a person from the database: their connections with every event and body, what people wrote about them, their search
 * rows, the views that name them, and all of this in the journal. If a connection became another's, erases its events until then,
 * and what people wrote about it. Counts stay, and so does an audit entry with a digest of the reference. Works in slices
 * alongside the ingest, the state last: an interrupted erasure can be requested again.
 */
export async function erase(
  parts: Parts,
  subject: ErasureSubject,
  { isDryRun, alsoEvents = [], isRepeated = false }: EraseOptions,
  by: By,
): Promise<ErasureReport> {
  const { db, write } = parts;
  const newest =
    db
      .select({ id: max(events.id) })
      .from(events)
      .get()?.id ?? 0;
  const targets = await targetsOf(db, parts.values, subject, newest);
  const names = {
    user: subject.kind === "user" ? subject.reference : null,
    accounts: targets.flatMap((target) => target.accounts),
    connections: targets.flatMap(({ id, until }) => (until === null ? id : [])),
  };
  const listEntries = () =>
    entriesNaming(
      db,
      targets.map(({ id, until }) => ({ id, until: until?.occurredAt ?? null })),
      wordsOf(subject, targets),
    );
  const { quarantined, undecided } = await quarantinedOf(db, subject, targets, alsoEvents);
  const found = {
    connections: targets.map(({ id }) => id),
    handedOn: targets.filter(({ until }) => until !== null).length,
    events: countEvents(db, targets, newest),
    repeats: countRepeats(db, targets, newest),
    outreach: outreachAbout(db, targets),
    quarantined: quarantined.length,
    undecided,
    views: viewsAbout(db, names).map(({ name }) => name),
    auditEntries: listEntries().length,
    isDryRun,
  };
  if (isDryRun) return found;
  removeLeftovers(path.dirname(db.$client.name));
  if (isNothing(found)) return found;

  const record = { deed: "erased", subject: `a ${subject.kind}` } as const;
  const facts = {
    reference: digestOf(subject.reference),
    connections: targets.length,
    events: found.events,
    ...(isRepeated ? { repeated: true } : {}),
  };
  const remove = eventRemover(db);
  await whenFree(() =>
    inTransaction(db, () => {
      const removed = formatRemovedEvents(quarantined.map(({ identity }) => identity));
      write({ ...record, details: { ...facts, ...(removed === "" ? {} : { removed }), step: "begun" } }, by);
      // First what is found by former names: the events that hold those names go next.
      for (const { id } of quarantined) remove(id);
      for (const { id } of viewsAbout(db, names)) db.delete(savedViews).where(eq(savedViews.id, id)).run();
    }),
  );
  for (const target of targets) await removeEvents(db, remove, target, newest);
  await whenFree(() =>
    inTransaction(db, () => {
      // Before their ids go: these distinguish typed words in older entries from other connections.
      const entries = listEntries();
      for (const target of targets) removeRest(parts, remove, target);
      write({ ...record, details: { ...facts, step: "done" } }, by);
      forgetInAudit(db, entries);
    }),
  );
  parts.index.refresh();
  await mergeAway(db, "connection_words");
  await mergeAway(db, "event_values");
  emptyJournal(db);
  return found;
}

/** Empties the journal, retrying while a reader, such as a backup, prevents it. */
function emptyJournal(db: SqliteDatabase): void {
  if (!db.$client.open) return;
  try {
    if (db.$client.pragma("wal_checkpoint(TRUNCATE)", { simple: true }) === 0) return;
  } catch (cause) {
    // Another process is emptying it: try later.
    if (!isLocked(cause)) throw cause;
  }
  clock.setTimeout(() => emptyJournal(db), JOURNAL_RETRY_MS).unref();
}

/** Returns the events of a connection to erase: all existing ones, or those until it became another's. */
function goingOf({ key, until }: Target, newest: number) {
  const isUntil =
    until &&
    sql`(${events.occurredAt}, ${events.kind}, ${events.id}) <= (${until.occurredAt}, ${until.kind}, ${until.id})`;
  return and(eq(events.connectionKey, key), lte(events.id, newest), isUntil ?? undefined);
}

function countEvents(db: SqliteDatabase, targets: readonly Target[], newest: number): number {
  const countOf = (target: Target) =>
    db.select({ events: count() }).from(events).where(goingOf(target, newest)).get()?.events ?? 0;
  return targets.reduce((sum, target) => sum + countOf(target), 0);
}

function countRepeats(db: SqliteDatabase, targets: readonly Target[], newest: number): number {
  const countOf = (target: Target) =>
    db
      .select({ repeats: count() })
      .from(repeats)
      .innerJoin(events, eq(events.id, repeats.eventId))
      .where(goingOf(target, newest))
      .get()?.repeats ?? 0;
  return targets.reduce((sum, target) => sum + countOf(target), 0);
}

type QuarantinedEvent = { readonly id: number; readonly identity: string };
type Quarantined = { readonly quarantined: readonly QuarantinedEvent[]; readonly undecided: readonly number[] };

/**
 * Finds quarantined events by reading all of them, a slice at a time: no index covers escaped or truncated text. Leaves out what
 * goes with a connection.
 */
async function quarantinedOf(
  db: SqliteDatabase,
  subject: ErasureSubject,
  targets: readonly Target[],
  alsoEvents: readonly number[],
): Promise<Quarantined> {
  const accounts = targets.flatMap((target) => target.accounts);
  const whole = targets.filter(({ until }) => until === null);
  const keys = new Set(whole.map(({ key }) => key));
  const known = {
    ids: unique([subject.reference, ...whole.map(({ id }) => id), ...accounts.map(({ id }) => id)]),
    names: unique(accounts.flatMap(({ username, name }) => [username, name])),
  };
  const also = new Set(alsoEvents);
  const [quarantined, undecided]: [QuarantinedEvent[], number[]] = [[], []];
  const isQuarantined = IS_UNRECOGNISED;
  const ids = db.select({ id: events.id }).from(events).where(isQuarantined).all();
  for (const [index, { id }] of ids.entries()) {
    if (index % BODIES_PER_TURN === 0) await new Promise((resolve) => setImmediate(resolve));
    const row = db
      .select({ key: events.connectionKey, identity: events.identity, body: events.body })
      .from(events)
      .where(and(eq(events.id, id), isQuarantined))
      .get();
    if (!row || (row.key !== null && keys.has(row.key))) continue;
    const mention = mentionIn(row.body, known);
    if (mention === "yes" || (mention === "undecided" && also.has(id)))
      quarantined.push({ id, identity: row.identity });
    else if (mention === "undecided") undecided.push(id);
  }
  return { quarantined, undecided };
}

function wordsOf({ reference }: ErasureSubject, targets: readonly Target[]): string[] {
  const accounts = targets.flatMap((target) => target.accounts);
  return unique([reference, ...accounts.flatMap(({ id, name, username }) => [id, name, username])]);
}

function unique(values: readonly (string | null)[]): string[] {
  return [...new Set(values.flatMap((value) => value || []))];
}

function viewsAbout(db: SqliteDatabase, names: ErasedNames) {
  return db
    .select({ id: savedViews.id, name: savedViews.name, query: savedViews.query })
    .from(savedViews)
    .all()
    .filter((view) => isViewAbout(view, names));
}

/** Removes events oldest first, except the witness, so that the rest still identifies the person. */
async function removeEvents(
  db: SqliteDatabase,
  remove: (id: number) => void,
  target: Target,
  newest: number,
): Promise<void> {
  for (let isDone = false; !isDone; ) {
    await whenFree(() =>
      inTransaction(db, () => {
        const slice = db
          .select({ id: events.id })
          .from(events)
          .where(and(goingOf(target, newest), ne(events.id, target.witness ?? -1)))
          .orderBy(asc(events.occurredAt), asc(events.kind), asc(events.id))
          .limit(EVENTS_PER_SLICE)
          .all();
        for (const { id } of slice) remove(id);
        isDone = slice.length < EVENTS_PER_SLICE;
      }),
    );
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/**
 * Removes the state and everything derived from it. What arrived meanwhile, or since the connection became another's, starts
 * clean, as if nothing had been before it. A block on that other user stays.
 */
function removeRest({ db, history, save }: Parts, remove: (id: number) => void, target: Target): void {
  const { key, id, until, witness, users } = target;
  if (witness !== null) remove(witness);
  const row = db.select().from(connections).where(eq(connections.key, key)).get();
  if (row) save(key, row, null, "fold");
  forgetWork(db, key);
  // Another user may have come back with it.
  if (until === null) db.update(linkSteps).set({ connectionId: null }).where(eq(linkSteps.connectionId, id)).run();
  const forgetBlocks = () => forgetBlock(db, users, id);
  if (until === null) forgetBlocks();
  db.delete(checkpoints).where(eq(checkpoints.connectionKey, key)).run();
  db.delete(signsOfLife).where(eq(signsOfLife.connectionKey, key)).run();
  const later = db.select({ id: events.id }).from(events).where(eq(events.connectionKey, key)).limit(1).get();
  if (later) save(key, null, history.refold(key, { occurredAt: 0, kind: 0, id: 0 }), "fold");
  else db.delete(connectionIds).where(eq(connectionIds.key, key)).run();
  if (until !== null) forgetBlocks();
}
