import { type SQL, sql } from "drizzle-orm";
import { checkpoints, events } from "@/db/sqlite/schema/schema";

/** Where an event stands in a connection's history: as `(occurred_at, kind, id)` in the index. */
export type Place = { readonly occurredAt: number; readonly kind: number; readonly id: number };

type Relation = "<" | "<=" | ">" | ">=";
/** A place, or placeholders of a prepared statement for one. */
type GivenPlace = { readonly [Part in keyof Place]: unknown };

export function comparePlaces(a: Place, b: Place): number {
  return a.occurredAt - b.occurredAt || a.kind - b.kind || a.id - b.id;
}

/** Whether an event stands before or after a place, as a condition that its index can be walked by. */
export function eventIs(relation: Relation, { occurredAt, kind, id }: GivenPlace): SQL {
  return sql`(${events.occurredAt}, ${events.kind}, ${events.id}) ${sql.raw(relation)} (${occurredAt}, ${kind}, ${id})`;
}

/** The same of a checkpoint. */
export function checkpointIs(relation: Relation, { occurredAt, kind, id }: GivenPlace): SQL {
  const { occurredAt: at, kind: ofKind, eventId } = checkpoints;
  return sql`(${at}, ${ofKind}, ${eventId}) ${sql.raw(relation)} (${occurredAt}, ${kind}, ${id})`;
}
