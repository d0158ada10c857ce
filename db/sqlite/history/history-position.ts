import { type SQL, sql } from "drizzle-orm";
import { checkpoints, events } from "@/db/sqlite/schema/schema";

/** An event's place in a connection's history: `(occurred_at, kind, id)`, as in the index. */
export type HistoryPosition = { readonly occurredAt: number; readonly kind: number; readonly id: number };

type Relation = "<" | "<=" | ">" | ">=";
/** A place, or placeholders of a prepared statement for one. */
type GivenPlace = { readonly [Part in keyof HistoryPosition]: unknown };

export function compareHistoryPositions(a: HistoryPosition, b: HistoryPosition): number {
  return a.occurredAt - b.occurredAt || a.kind - b.kind || a.id - b.id;
}

/** Returns the condition that an event comes before or after a place, in a form that the index supports. */
export function eventIs(relation: Relation, { occurredAt, kind, id }: GivenPlace): SQL {
  return sql`(${events.occurredAt}, ${events.kind}, ${events.id}) ${sql.raw(relation)} (${occurredAt}, ${kind}, ${id})`;
}

/** Like `eventIs`, for checkpoints. */
export function checkpointIs(relation: Relation, { occurredAt, kind, id }: GivenPlace): SQL {
  const { occurredAt: at, kind: ofKind, eventId } = checkpoints;
  return sql`(${at}, ${ofKind}, ${eventId}) ${sql.raw(relation)} (${occurredAt}, ${kind}, ${id})`;
}
