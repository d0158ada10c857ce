import { eq } from "drizzle-orm";
import type { WriteAudit } from "@/db/sqlite/access/audit-log";
import { findClockJump } from "@/db/sqlite/access/retention-clock";
import { giveBack, usedBytes } from "@/db/sqlite/file/free-pages";
import { inTransaction } from "@/db/sqlite/file/open";
import { whenFree } from "@/db/sqlite/file/when-free";
import type { Projection } from "@/db/sqlite/ingest/projection";
import { marks } from "@/db/sqlite/schema/schema";
import type { RetainOptions } from "@/db/store";
import type { AuditDetails, By } from "@/domain/access/audit";
import {
  cutoffOf,
  DAY_MS,
  type Going,
  MB,
  REDELIVERED_DAYS,
  RETENTION_KINDS,
  type RetentionKind,
  type RetentionReport,
  type RetentionRules,
  totalOf,
} from "@/domain/operations/retention";
import { type AgedWalk, auditSource, repeatSource, unreadSource, walkAged, walkHours } from "./aged-rows";
import { type Found, finishRemoval, walkSuperseded } from "./superseded-events";

type Parts = Projection & { readonly write: WriteAudit };
type Run = Parts & {
  readonly rules: RetentionRules;
  readonly options: RetainOptions;
  readonly now: number;
  readonly going: Record<RetentionKind, Going>;
  /**
   * Records the start of a removal, again in each transaction until one commits: an interrupted removal leaves no other entry.
   * Call it once in a transaction.
   */
  readonly begin: () => void;
  /** What else can go if the database is too large, by the day it was superseded. */
  readonly spare: Map<number, Going>;
};

/** Marks the instant before which no superseded events are left. */
const SUPERSEDED_UNTIL = "superseded_until";
const NOTHING: Going = { rows: 0, bytes: 0 };

/**
 * Removes what the rules no longer keep, or reports what would go. Removes only superseded events of connections, so that a state
 * is still the fold of what stays. Removes nothing if the clock may have jumped ahead. Works in slices alongside the ingest;
 * finished slices stay done.
 */
export async function retain(
  parts: Parts,
  rules: RetentionRules,
  options: RetainOptions,
  by: By,
): Promise<RetentionReport> {
  const going = { events: NOTHING, unread: NOTHING, repeats: NOTHING, hours: NOTHING, audit: NOTHING };
  const { db, write } = parts;
  const begin = () => {
    if (totalOf({ going }).rows === 0) write({ deed: "old_data_removed", details: { step: "begun" } }, by);
  };
  const run: Run = { ...parts, rules, options, now: by.at, going, begin, spare: new Map() };
  const limitBytes = rules.databaseMaxMb * MB;
  const before = usedBytes(db);
  const clockJump = options.isClockTrusted ? null : findClockJump(db, by.at);
  if (clockJump && !options.isDryRun) {
    const size = limitBytes === 0 ? null : { limitBytes, usedBytes: before };
    return { going, size, isDryRun: false, isCancelled: false, clockJump };
  }
  if (!options.isDryRun) await finishRemoval(parts);
  await removeOld(run);
  const estimate = options.isDryRun ? before - totalOf(run).bytes : usedBytes(db);
  if (limitBytes > 0 && options.isDryRun) takeSpare(run, estimate - limitBytes);
  if (limitBytes > 0 && !options.isDryRun) await shrink(run, limitBytes);
  if (!options.isDryRun) {
    await writeDown(run, by);
    await giveBack(db, options.signal);
  }
  const used = options.isDryRun ? before - totalOf(run).bytes : usedBytes(db);
  return {
    going,
    size: limitBytes === 0 ? null : { limitBytes, usedBytes: used },
    isDryRun: options.isDryRun,
    isCancelled: options.signal?.aborted ?? false,
    clockJump,
  };
}

/** Removes what is too old. If a size limit is set, a dry run also finds everything else that could go. */
async function removeOld(run: Run): Promise<void> {
  const { db, rules, now, options } = run;
  const oldest = cutoffOf("events", rules, now);
  const latest = now - REDELIVERED_DAYS * DAY_MS;
  const isSurvey = options.isDryRun && rules.databaseMaxMb > 0;
  if (oldest !== null || isSurvey) await walkEvents(run, isSurvey ? latest : (oldest ?? 0), oldest ?? 0);
  const unread = agedWalk(run, "unread");
  if (unread) await walkAged(db, unreadSource(db), unread);
  const repeats = agedWalk(run, "repeats");
  if (repeats) await walkAged(db, repeatSource(db), repeats);
  const hours = agedWalk(run, "hours");
  if (hours) await walkHours(db, hours);
  const audit = agedWalk(run, "audit");
  if (audit) await walkAged(db, auditSource(db), { ...audit, removes: false });
}

/** Removes the oldest superseded events until the database is small enough or none are left. */
async function shrink(run: Run, limitBytes: number): Promise<void> {
  const { db, options, now, spare } = run;
  const latest = now - REDELIVERED_DAYS * DAY_MS;
  for (let round = 1; ; round++) {
    const excess = usedBytes(db) - limitBytes;
    if (excess <= 0 || options.signal?.aborted) return;
    spare.clear();
    await walkEvents({ ...run, options: { ...options, isDryRun: true } }, latest, 0);
    // A page is only freed as a whole, so this takes more than the excess bytes.
    const until = untilSpared(spare, excess * round);
    if (until === null) return;
    await walkEvents(run, Math.min(latest, until), latest);
  }
}

/** Walks what was superseded before an instant: removes what is older than `oldest`, and collects the rest as spare. */
async function walkEvents(run: Run, before: number, oldest: number): Promise<void> {
  const { db, options, now, spare } = run;
  const since = readMark(run);
  const isWhole = await walkSuperseded(run, {
    before,
    since,
    receivedBefore: now - REDELIVERED_DAYS * DAY_MS,
    removes: !options.isDryRun,
    onRemoving: run.begin,
    onFound: ({ supersededAt, bytes }: Found) => {
      if (supersededAt < oldest) return count(run, "events", 1, bytes);
      const day = supersededAt - (supersededAt % DAY_MS);
      const { rows, bytes: more } = spare.get(day) ?? NOTHING;
      spare.set(day, { rows: rows + 1, bytes: bytes + more });
    },
    onProgress: options.onProgress ?? (() => {}),
    signal: options.signal,
  });
  if (!isWhole || options.isDryRun || before <= since) return;
  const mark = { name: SUPERSEDED_UNTIL, value: before };
  await whenFree(() => {
    db.insert(marks).values(mark).onConflictDoUpdate({ target: marks.name, set: mark }).run();
  });
}

/** Returns the end of the day until which this many bytes can go: the last day if there are too few, null if there are none. */
function untilSpared(spare: ReadonlyMap<number, Going>, wanted: number): number | null {
  const days = [...spare].sort(([a], [b]) => a - b);
  let sum = 0;
  const enough = days.find(([, { bytes }]) => {
    sum += bytes;
    return sum >= wanted;
  });
  const last = enough ?? days.at(-1);
  return last ? last[0] + DAY_MS : null;
}

function takeSpare(run: Run, wanted: number): void {
  const until = wanted > 0 ? untilSpared(run.spare, wanted) : null;
  if (until === null) return;
  for (const [day, { rows, bytes }] of run.spare) if (day < until) count(run, "events", rows, bytes);
}

function agedWalk(run: Run, kind: RetentionKind): AgedWalk | null {
  const before = cutoffOf(kind, run.rules, run.now);
  if (before === null) return null;
  const onFound = (rows: number, bytes: number) => count(run, kind, rows, bytes);
  const { begin, options } = run;
  return {
    before: wholeSecond(before),
    removes: !options.isDryRun,
    onRemoving: begin,
    onFound,
    signal: options.signal,
  };
}

/** Records what was removed in the audit log, then removes old entries of that log, which is only allowed in this order. */
async function writeDown(run: Run, by: By): Promise<void> {
  const { db, write, going } = run;
  const counted = RETENTION_KINDS.filter((kind) => going[kind].rows > 0);
  if (counted.length === 0) return;
  const audit = going.audit.rows > 0 ? agedWalk(run, "audit") : null;
  const details: AuditDetails = {
    step: "done",
    ...Object.fromEntries(counted.map((kind) => [kind, going[kind].rows])),
    bytes: totalOf(run).bytes,
    ...(audit ? { auditBefore: new Date(audit.before).toISOString() } : {}),
  };
  await whenFree(() => inTransaction(db, () => write({ deed: "old_data_removed", details }, by)));
  // The entry just written must be the newest of its kind: the trigger reads it to allow the removal.
  if (audit)
    await walkAged(db, auditSource(db), { ...audit, onRemoving: () => {}, onFound: () => {}, signal: undefined });
}

function count({ going }: Run, kind: RetentionKind, rows: number, bytes: number): void {
  going[kind] = { rows: going[kind].rows + rows, bytes: going[kind].bytes + bytes };
}

function readMark({ db }: Run): number {
  return db.select().from(marks).where(eq(marks.name, SUPERSEDED_UNTIL)).get()?.value ?? Number.MIN_SAFE_INTEGER;
}

/** Rounds down to the precision of the audit log's trigger. */
function wholeSecond(instant: number): number {
  return instant - (instant % 1_000);
}
