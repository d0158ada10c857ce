import { and, asc, between, desc, eq, gt, gte, inArray, lt, or, type SQL, sql } from "drizzle-orm";
import type { AccessStore } from "@/db/access-store";
import type { GroupCommit } from "@/db/sqlite/file/group-commit";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import { attempts, audit, people } from "@/db/sqlite/schema/access-schema";
import { caseActs, linkSteps } from "@/db/sqlite/schema/outreach-schema";
import { connectionIds } from "@/db/sqlite/schema/schema";
import {
  type AuditDetails,
  type AuditEntry,
  type By,
  CONNECTION_DEEDS,
  type DeedRecord,
  ERASED_WORD,
} from "@/domain/access/audit";
import { type AuditPage, type AuditSearch, ENTRIES_PER_PAGE, parseAuditSearch } from "@/domain/access/audit-search";
import { foldText, normaliseText } from "@/domain/lists/search-text";
import { instantsOf } from "@/domain/values/query/date-filter";

/** Writes an entry, inside the transaction of the deed itself. */
export type WriteAudit = (record: DeedRecord, by: By) => void;

const ENTRIES_PER_SLICE = 500;
/** Entries an hour about attempts that name no person of ours. The rest of a flood would say the same. */
const ENTRIES_ABOUT_NOBODY_MAX = 500;
/** Entries an hour about attempts that name one person, each of whom has a limit of their own. */
const ENTRIES_ABOUT_PERSON_MAX = 200;
const HOUR_MS = 3_600_000;

export function auditWriter(db: SqliteDatabase): WriteAudit {
  return ({ deed, subject = "", details = {} }, { author, at }) => {
    const { kind, id, name, address, agent } = author;
    const searchText = searchTextOf(name, subject, address);
    db.insert(audit)
      .values({
        at,
        authorKind: kind,
        authorId: id,
        authorName: name,
        deed,
        subject,
        details,
        address,
        agent,
        searchText,
      })
      .run();
  };
}

function searchTextOf(name: string, subject: string, address: string | null): string {
  return foldText([name, subject, address ?? ""].join("\n"));
}

/** A connection whose id to remove from entries. If it became another's, only from entries up to an instant. */
export type ForgottenConnection = { readonly id: string; readonly until: number | null };

/** An entry that names erased data, and its replacement. */
type NamingEntry = {
  readonly id: number;
  readonly becomes: { readonly subject: string; readonly searchText: string } | { readonly details: AuditDetails };
};

/** Lists the older entries that name these connections by id, or hold text that was typed to find one of these words. */
export function entriesNaming(
  db: SqliteDatabase,
  connections: readonly ForgottenConnection[],
  words: readonly string[],
): NamingEntry[] {
  const untilOf = new Map(connections.map(({ id, until }) => [id, until ?? Number.MAX_SAFE_INTEGER]));
  const texts = [...untilOf.keys(), ...words].map(foldText).filter((text) => text.trim() !== "");
  const isTyped = (typed: string) => typed !== "" && texts.some((text) => text.includes(typed) || typed.includes(text));
  const { id, at, deed, subject, authorName, address, details } = audit;
  const isNamed = sql`${subject} in (select value from json_each(${JSON.stringify([...untilOf.keys()])}))`;
  const named = db
    .select({ id, at, deed, subject, authorName, address })
    .from(audit)
    .where(and(inArray(deed, [...CONNECTION_DEEDS]), or(eq(deed, "replayed"), isNamed)))
    .all()
    .filter((entry) => {
      const until = untilOf.get(entry.subject);
      if (until !== undefined) return entry.at <= until;
      // Older versions kept any typed text.
      return isTyped(foldText(entry.subject).trim()) && !isConnection(db, entry.subject);
    })
    .map((entry) => ({
      id: entry.id,
      becomes: { subject: ERASED_WORD, searchText: searchTextOf(entry.authorName, ERASED_WORD, entry.address) },
    }));
  const exported = db
    .select({ id, details })
    .from(audit)
    .where(eq(deed, "audit_exported"))
    .all()
    // Newer entries only record that a search text was used.
    .filter((entry) => isTyped(foldText(parseAuditSearch(new URLSearchParams(String(entry.details.filter ?? ""))).q)))
    .map((entry) => ({ id: entry.id, becomes: { details: { filter: ERASED_WORD } } }));
  return [...named, ...exported];
}

/** Call this in the transaction of an erasure, after its own entry: the database refuses it otherwise. */
export function forgetInAudit(db: SqliteDatabase, entries: readonly NamingEntry[]): void {
  for (const { id, becomes } of entries) db.update(audit).set(becomes).where(eq(audit.id, id)).run();
}

function isConnection(db: SqliteDatabase, id: string): boolean {
  return db.select().from(connectionIds).where(eq(connectionIds.id, id)).get() !== undefined;
}

/** The audit log: entries are added and read, and changed only by an erasure. */
export function auditLog(db: SqliteDatabase, commit: GroupCommit, write: WriteAudit): AccessStore["audit"] {
  /** Returns the bucket for an attempt's entries, and its limit. */
  function roomFor(subject: string): { readonly bucket: string; readonly entriesMax: number } {
    const person = db.select({ id: people.id }).from(people).where(eq(people.email, subject)).get();
    if (!person) return { bucket: "audit", entriesMax: ENTRIES_ABOUT_NOBODY_MAX };
    return { bucket: `audit ${person.id}`, entriesMax: ENTRIES_ABOUT_PERSON_MAX };
  }

  /** Counts in hourly windows, like failed attempts. */
  function mayWrite(subject: string, now: number): boolean {
    const { bucket, entriesMax } = roomFor(subject);
    const row = db.select().from(attempts).where(eq(attempts.bucket, bucket)).get();
    const isOver = row === undefined || row.endsAt <= now;
    if (!isOver && row.failures >= entriesMax) return false;
    const set = isOver ? { failures: 1, endsAt: now + HOUR_MS } : { failures: row.failures + 1 };
    db.insert(attempts)
      .values({ bucket, failures: 1, endsAt: now + HOUR_MS })
      .onConflictDoUpdate({ target: attempts.bucket, set })
      .run();
    return true;
  }

  return {
    write: (record, by) => commit(() => write(record, by)),
    writeBounded: (record, by) =>
      commit(() => {
        if (mayWrite(record.subject ?? "", by.at)) write(record, by);
      }),
    search: async (search, now) => readPage(db, search, now),
    readAll: (search, now) => readAll(db, search, now),
  };
}

function readPage(db: SqliteDatabase, search: AuditSearch, now: number): AuditPage {
  const isBackwards = search.after === "" && search.before !== "";
  const edge = Number(isBackwards ? search.before : search.after);
  const beyond = isBackwards ? gt(audit.id, edge) : edge > 0 ? lt(audit.id, edge) : undefined;
  const found = read(db, and(matching(search, now), beyond), isBackwards, ENTRIES_PER_PAGE + 1);
  const hasMore = found.length > ENTRIES_PER_PAGE;
  const shown = found.slice(0, ENTRIES_PER_PAGE);
  const rows = isBackwards ? shown.reverse() : shown;
  const [newest, oldest] = [rows.at(0), rows.at(-1)];
  return {
    rows,
    previous: newest && (isBackwards ? hasMore : edge > 0) ? String(newest.id) : null,
    next: oldest && (isBackwards || hasMore) ? String(oldest.id) : null,
  };
}

async function* readAll(db: SqliteDatabase, search: AuditSearch, now: number): AsyncGenerator<AuditEntry[]> {
  for (let below = Number.MAX_SAFE_INTEGER; ; ) {
    const slice = read(db, and(matching(search, now), lt(audit.id, below)), false, ENTRIES_PER_SLICE);
    const last = slice.at(-1);
    if (!last) return;
    yield slice;
    below = last.id;
  }
}

function read(db: SqliteDatabase, condition: SQL | undefined, isOldestFirst: boolean, limit: number): AuditEntry[] {
  return db
    .select()
    .from(audit)
    .where(condition)
    .orderBy(isOldestFirst ? asc(audit.id) : desc(audit.id))
    .limit(limit)
    .all()
    .map((row) => {
      const { id, at, deed, subject, details, authorKind, authorId, authorName, address, agent } = row;
      return {
        id,
        at,
        author: { kind: authorKind, id: authorId, name: authorName, address, agent },
        deed,
        subject,
        details,
        connections: subject === "" ? connectionsOf(db, row) : [],
        assignee: deed === "cases_assigned" && typeof details.to === "number" ? nameOf(db, details.to) : null,
      };
    });
}

/** Returns the connections of the acts or link steps that an entry names by number, without erased ones. */
function connectionsOf(
  db: SqliteDatabase,
  { at, deed, details: { batch, firstAct, lastAct, firstStep, lastStep } }: typeof audit.$inferSelect,
): string[] {
  if (typeof firstAct === "number" && typeof lastAct === "number") {
    return db
      .select({ id: connectionIds.id })
      .from(caseActs)
      .innerJoin(connectionIds, eq(connectionIds.key, caseActs.connectionKey))
      .where(
        and(
          between(caseActs.id, firstAct, lastAct),
          eq(caseActs.batch, Number(batch)),
          // An undo leaves out acts on cases that had ended.
          deed === "case_act_undone" ? eq(caseActs.undoneAt, at) : undefined,
        ),
      )
      .orderBy(asc(caseActs.id))
      .all()
      .map((row) => row.id);
  }
  if (typeof firstStep !== "number" || typeof lastStep !== "number") return [];
  return db
    .select({ id: connectionIds.id })
    .from(linkSteps)
    .innerJoin(connectionIds, eq(connectionIds.key, linkSteps.connectionKey))
    .where(between(linkSteps.id, firstStep, lastStep))
    .orderBy(asc(linkSteps.id))
    .all()
    .map((row) => row.id);
}

/** Returns the log's name for a person, or for a removed one, its last name for them. */
function nameOf(db: SqliteDatabase, personId: number): string | null {
  const present = db.select({ name: people.email }).from(people).where(eq(people.id, personId)).get();
  if (present) return present.name;
  const removed = db
    .select({ name: audit.subject })
    .from(audit)
    .where(and(eq(audit.deed, "person_removed"), sql`json_extract(${audit.details}, '$.person') = ${personId}`))
    .get();
  if (removed) return removed.name;
  // Older versions didn't record the id of a removed person, but their own newest entry names them.
  const asAuthor = db
    .select({ name: audit.authorName })
    .from(audit)
    .where(and(eq(audit.authorKind, "person"), eq(audit.authorId, personId)))
    .orderBy(desc(audit.id))
    .limit(1)
    .get();
  return asAuthor?.name ?? null;
}

function matching({ deed, q, when, zone }: AuditSearch, now: number): SQL | undefined {
  const range = instantsOf(when, zone, now);
  return and(
    deed.length > 0 ? inArray(audit.deed, [...deed]) : undefined,
    isSearched(q),
    range?.from == null ? undefined : gte(audit.at, range.from),
    range?.until == null ? undefined : lt(audit.at, range.until),
  );
}

/**
 * Searches by the folding rules of older versions as well, one of which took й for и: entries are never changed, so they can't be
 * folded again.
 */
function isSearched(q: string): SQL | undefined {
  const folded = foldText(q);
  if (folded === "") return undefined;
  const forms = [...new Set([folded, normaliseText(q), folded.replaceAll("й", "и")])];
  return or(...forms.map((form) => sql`instr(${audit.searchText}, ${form}) > 0`));
}
