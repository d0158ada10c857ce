import { and, asc, gte, isNotNull, lt, max, min, sql } from "drizzle-orm";
import type { HourCount, IntakeOutcome } from "@/domain/delivery-log";
import { REFUSAL_CAUSES } from "@/domain/intake";
import type { SqliteDatabase } from "./open";
import { intakeHours } from "./schema";

export const HOUR_MS = 3_600_000;

type CountHour = (at: number, outcome: IntakeOutcome, deliveries: number, eventId?: number) => void;

/** Answers the function that counts deliveries of one instant; of a stored one also which event it is. */
export function intakeHourCounter(db: SqliteDatabase): CountHour {
  const { placeholder } = sql;
  const statement = db
    .insert(intakeHours)
    .values({
      hour: placeholder("hour"),
      outcome: placeholder("outcome"),
      deliveries: placeholder("deliveries"),
      firstEvent: placeholder("eventId"),
      lastEvent: placeholder("eventId"),
    })
    .onConflictDoUpdate({
      target: [intakeHours.hour, intakeHours.outcome],
      set: {
        deliveries: sql`${intakeHours.deliveries} + excluded.deliveries`,
        lastEvent: sql`coalesce(excluded.last_event, ${intakeHours.lastEvent})`,
      },
    })
    .prepare();
  return (at, outcome, deliveries, eventId) => {
    statement.run({ hour: at - (at % HOUR_MS), outcome, deliveries, eventId: eventId ?? null });
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

/** The numbers between which the events received in a span of time lie, among others; null where there are none. */
export function eventRange(
  db: SqliteDatabase,
  { from, until }: { readonly from: number | null; readonly until: number | null },
): { readonly first: number; readonly last: number } | null {
  const { hour, firstEvent, lastEvent } = intakeHours;
  const row = db
    .select({ first: min(firstEvent), last: max(lastEvent) })
    .from(intakeHours)
    .where(
      and(
        isNotNull(firstEvent),
        from === null ? undefined : gte(hour, from - (from % HOUR_MS)),
        until === null ? undefined : lt(hour, until),
      ),
    )
    .get();
  return row && row.first !== null && row.last !== null ? { first: row.first, last: row.last } : null;
}

/** An older version may have counted what this one knows by another name. */
function isKnown(outcome: string): boolean {
  return ["stored", "duplicate", "counted", ...REFUSAL_CAUSES].includes(outcome);
}
