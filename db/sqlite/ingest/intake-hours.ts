import { and, asc, eq, gte, isNotNull, lt, max, min, sql } from "drizzle-orm";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import { events, intakeHours, marks, repeats } from "@/db/sqlite/schema/schema";
import type { HourCount, IntakeOutcome } from "@/domain/intake/delivery-log";
import { REFUSAL_CAUSES } from "@/domain/intake/intake";

export const HOUR_MS = 3_600_000;

type Span = { readonly from: number | null; readonly until: number | null };

/** Marks the instant before which hours are removed. */
const MARK = "hours_kept_from";

type CountHour = (at: number, outcome: IntakeOutcome, deliveries: number, rowId?: number) => void;

/** Returns a function that counts deliveries of one instant; `rowId` is the row of a stored or repeated one. */
export function intakeHourCounter(db: SqliteDatabase): CountHour {
  const { placeholder } = sql;
  const statement = db
    .insert(intakeHours)
    .values({
      hour: placeholder("hour"),
      outcome: placeholder("outcome"),
      deliveries: placeholder("deliveries"),
      firstEvent: placeholder("rowId"),
      lastEvent: placeholder("rowId"),
    })
    .onConflictDoUpdate({
      target: [intakeHours.hour, intakeHours.outcome],
      set: {
        deliveries: sql`${intakeHours.deliveries} + excluded.deliveries`,
        firstEvent: sql`coalesce(${intakeHours.firstEvent}, excluded.first_event)`,
        lastEvent: sql`coalesce(excluded.last_event, ${intakeHours.lastEvent})`,
      },
    })
    .prepare();
  return (at, outcome, deliveries, rowId) => {
    statement.run({ hour: at - (at % HOUR_MS), outcome, deliveries, rowId: rowId ?? null });
  };
}

/** Returns the counts of the hours in [from, until), oldest first. */
export function readHours(db: SqliteDatabase, from: number, until: number): HourCount[] {
  const { hour, outcome, deliveries } = intakeHours;
  return db
    .select({ hour, outcome, deliveries })
    .from(intakeHours)
    .where(and(gte(hour, from - (from % HOUR_MS)), lt(hour, until)))
    .orderBy(asc(hour), asc(outcome))
    .all()
    .filter((row) => isKnown(row.outcome));
}

/** Counts the events received in a span of whole hours that are still stored; null if the span begins before the first hour. */
export function storedBetween(db: SqliteDatabase, { from, until }: Span): number | null {
  if (reachesBeyond(db, from)) return null;
  const { outcome, deliveries, removed } = intakeHours;
  const row = db
    .select({ stored: sql<number>`coalesce(sum(${deliveries} - ${removed}), 0)` })
    .from(intakeHours)
    .where(and(eq(outcome, "stored"), isWithin({ from, until })))
    .get();
  return row?.stored ?? 0;
}

export type RowRange = { readonly first: number; readonly last: number };

/** Returns the range of numbers that contains the events received in a span, and maybe others; null if there are none. */
export function eventRange(db: SqliteDatabase, span: Span): RowRange | null {
  return rowRange(db, "stored", span);
}

/** Like `eventRange`, for the rows of repeated deliveries. */
export function repeatRange(db: SqliteDatabase, span: Span): RowRange | null {
  return rowRange(db, "duplicate", span);
}

function rowRange(db: SqliteDatabase, outcome: "stored" | "duplicate", { from, until }: Span): RowRange | null {
  const { firstEvent, lastEvent } = intakeHours;
  const row = db
    .select({ first: min(firstEvent), last: max(lastEvent) })
    .from(intakeHours)
    .where(and(eq(intakeHours.outcome, outcome), isNotNull(firstEvent), isWithin({ from, until })))
    .get();
  if (!row) return null;
  if (reachesBeyond(db, from)) return { first: 1, last: row.last ?? lastBeforeHours(db, outcome) };
  return row.first !== null && row.last !== null ? { first: row.first, last: row.last } : null;
}

/** Removes the hours before an instant. Events from that time can still be found. */
export function removeHours(db: SqliteDatabase, before: number): void {
  const keptFrom = before - (before % HOUR_MS);
  db.delete(intakeHours).where(lt(intakeHours.hour, keptFrom)).run();
  db.insert(marks)
    .values({ name: MARK, value: keptFrom })
    .onConflictDoUpdate({ target: marks.name, set: { value: sql`max(${marks.value}, excluded.value)` } })
    .run();
}

function isWithin({ from, until }: Span) {
  const { hour } = intakeHours;
  return and(
    from === null ? undefined : gte(hour, from - (from % HOUR_MS)),
    until === null ? undefined : lt(hour, until),
  );
}

function reachesBeyond(db: SqliteDatabase, from: number | null): boolean {
  const keptFrom = db.select().from(marks).where(eq(marks.name, MARK)).get()?.value ?? 0;
  return keptFrom > 0 && (from === null || from < keptFrom);
}

/** Returns the number of the newest row from before the first hour. */
function lastBeforeHours(db: SqliteDatabase, outcome: "stored" | "duplicate"): number {
  const first = db
    .select({ row: min(intakeHours.firstEvent) })
    .from(intakeHours)
    .where(eq(intakeHours.outcome, outcome))
    .get()?.row;
  if (first != null) return first - 1;
  const table = outcome === "stored" ? events : repeats;
  return (
    db
      .select({ id: max(table.id) })
      .from(table)
      .get()?.id ?? 0
  );
}

/** Another version may have counted outcomes that this one doesn't know. */
function isKnown(outcome: string): boolean {
  return ["stored", "duplicate", "counted", ...REFUSAL_CAUSES].includes(outcome);
}
