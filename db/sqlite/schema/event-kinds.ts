import type { ConnectionChange } from "@/domain/intake/event";
import type { EventType } from "@/domain/intake/event-log";

/**
 * Numbers of the changes of a connection in `events.kind`. They are stored: a number is never changed, and never used again.
 * SQL orders events at the same instant by them, so they must rise with the stage of life: a new change gets the highest number
 * so far and the last stage. Putting it earlier takes a migration that renumbers stored events.
 */
const CHANGE_KINDS = {
  created: 0,
  updated: 1,
  expired: 2,
  disconnected: 3,
} as const satisfies Record<ConnectionChange, number>;

/** Numbers of the events that are in no history. */
const OTHER_KINDS = {
  unrecognised: 4,
  rules: 5,
} as const satisfies Record<Exclude<EventType, ConnectionChange>, number>;

/** The number under which each kind of event is stored. */
export const EVENT_KINDS = { ...CHANGE_KINDS, ...OTHER_KINDS } as const;

const CHANGES_BY_KIND = valuesByNumber<ConnectionChange>(CHANGE_KINDS);

/** SQL's condition on `kind` for the events that make up histories. It names the others: SQLite builds a table for a list of three. */
export const IS_CHANGE_SQL = `not in (${Object.values(OTHER_KINDS).join(", ")})`;

/** Finds the change of a connection that a stored number stands for; undefined for events that are in no history. */
export function findChange(kind: number): ConnectionChange | undefined {
  return CHANGES_BY_KIND.get(kind);
}

/** Inverts a table of stored numbers. */
export function valuesByNumber<Value extends string>(
  numbers: Readonly<Record<Value, number>>,
): ReadonlyMap<number, Value> {
  // Safe: the keys of a record of values are its values.
  return new Map((Object.keys(numbers) as Value[]).map((value) => [numbers[value], value]));
}
