import { and, asc, eq, gte, isNotNull, lt, max, min, sql } from "drizzle-orm";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import { events, intakeHours, marks, repeats } from "@/db/sqlite/schema/schema";
import type { HourCount, IntakeOutcome } from "@/domain/intake/delivery-log";
import { REFUSAL_CAUSES } from "@/domain/intake/intake";

export const HOUR_MS = 3_600_000;

type Span = { readonly from: number | null; readonly until: number | null };

/** Names the instant before which the hours are gone. */
const MARK = "hours_kept_from";

type CountHour = (at: number, outcome: IntakeOutcome, deliveries: number, rowId?: number) => void;

/** Answers the function that counts deliveries of one instant; of a stored one or a duplicate also which row it is. */
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

/** The counts of the hours from one instant on and before another, oldest first. */
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

/** How many of the events received in a span of whole hours are still there; null where it reaches back beyond the hours. */
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

/** The numbers between which the events received in a span of time lie, among others; null where there are none. */
export function eventRange(db: SqliteDatabase, span: Span): RowRange | null {
  return rowRange(db, "stored", span);
}

/** The same for the rows of repeated deliveries. */
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

/** Removes the hours before an instant; the events of that time are found all the same. */
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

/** The number of the newest row that was received before all hours that are there. */
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

/** An older version may have counted what this one knows by another name. */
function isKnown(outcome: string): boolean {
  return ["stored", "duplicate", "counted", ...REFUSAL_CAUSES].includes(outcome);
}
