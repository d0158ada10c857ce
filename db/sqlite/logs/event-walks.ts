import type { SqliteDatabase } from "@/db/sqlite/file/open";
import { holdsValue } from "@/domain/intake/body-values";
import type { EventValues, ValuePosition } from "./event-values";

const ROWS_READ_MAX = 1_000;

/** Returns the next row numbers from a place on, in order of arrival or in reverse. */
export type EventWalk = (place: ValuePosition, limit: number) => number[];

/** Walks every event, or every repetition. */
export function everyRow(db: SqliteDatabase, table: "events" | "repeats"): EventWalk {
  return stepper(db, `select id from ${table} where`, []);
}

/** Walks the events of some facets. */
export function eventsOfFacets(db: SqliteDatabase, facets: readonly number[]): EventWalk {
  return rowsOfFacets(db, "events", facets);
}

/** Walks the events of some facets, or their repetitions, by merging the ends of a few lists. */
export function rowsOfFacets(db: SqliteDatabase, table: "events" | "repeats", facets: readonly number[]): EventWalk {
  const walks = facets.map((facet) =>
    stepper(db, `select id from ${table} indexed by ${table}_by_facet where facet = ? and`, [facet]),
  );
  return (place, limit) =>
    inOrder(
      place,
      walks.flatMap((walk) => walk(place, limit)),
    ).slice(0, limit);
}

/** Walks the events of some connections, optionally those with a value. Reads all numbers at once. */
export function eventsOfConnections(db: SqliteDatabase, keys: readonly number[], value: string): EventWalk {
  const list = JSON.stringify(keys);
  const all = db.$client
    .prepare<[string], number>(
      "select id from events indexed by events_by_connection where connection_key in (select value from json_each(?))",
    )
    .pluck()
    .all(list);
  return withValue(db, listed(all), value);
}

/** Walks the events whose bodies hold a value, and the one with an identity. */
export function eventsWithValue(db: SqliteDatabase, values: EventValues, value: string, identity: string): EventWalk {
  const named = db.$client.prepare<[string], number>("select id from events where identity = ?").pluck().all(identity);
  const since: number[] = [];
  const newest = db.$client.prepare<[number], { id: number; body: Buffer }>("select id, body from events where id > ?");
  for (const { id, body } of newest.iterate(values.readThroughFrom())) if (holdsValue(body, value)) since.push(id);
  const extra = listed([...new Set([...named, ...since])]);
  return (place, limit) => {
    const known = values.candidates(value, place, limit);
    return inOrder(place, [...new Set([...extra(place, limit), ...known])]).slice(0, limit);
  };
}

/** Limits a walk to a range of numbers, both ends inclusive. */
export function within(walk: EventWalk, { first, last }: { readonly first: number; readonly last: number }): EventWalk {
  return (place, limit) => {
    const from =
      "below" in place ? { below: Math.min(place.below, last + 1) } : { above: Math.max(place.above, first - 1) };
    return walk(from, limit).filter((id) => id >= first && id <= last);
  };
}

/** Follows a walk from a place to its end, in growing slices. */
export function* slicesOf(walk: EventWalk, from: ValuePosition, size: number): Generator<number[]> {
  let place = from;
  for (let limit = size; ; limit = Math.min(limit * 2, ROWS_READ_MAX)) {
    const ids = walk(place, limit);
    const last = ids.at(-1);
    if (last === undefined) return;
    yield ids;
    place = "below" in place ? { below: last } : { above: last };
  }
}

function withValue(db: SqliteDatabase, walk: EventWalk, value: string): EventWalk {
  if (!value) return walk;
  const body = db.$client.prepare<[number], Buffer>("select body from events where id = ?").pluck();
  return (place, limit) => {
    const found: number[] = [];
    let from = place;
    while (found.length < limit) {
      const ids = walk(from, limit);
      const last = ids.at(-1);
      if (last === undefined) break;
      found.push(...ids.filter((id) => holdsValue(body.get(id) ?? Buffer.alloc(0), value)));
      from = "below" in place ? { below: last } : { above: last };
    }
    return found.slice(0, limit);
  };
}

/** Walks rows with known numbers. */
export function listed(ids: readonly number[]): EventWalk {
  const ascending = [...ids].sort((a, b) => a - b);
  return (place, limit) =>
    "below" in place
      ? ascending.slice(0, firstAtLeast(ascending, place.below)).slice(-limit).reverse()
      : ascending.slice(firstAtLeast(ascending, place.above + 1)).slice(0, limit);
}

function stepper(db: SqliteDatabase, select: string, values: readonly number[]): EventWalk {
  const below = db.$client.prepare<number[], number>(`${select} id < ? order by id desc limit ?`).pluck();
  const above = db.$client.prepare<number[], number>(`${select} id > ? order by id limit ?`).pluck();
  return (place, limit) =>
    "below" in place ? below.all(...values, place.below, limit) : above.all(...values, place.above, limit);
}

function inOrder(place: ValuePosition, ids: readonly number[]): number[] {
  return [...ids].sort("below" in place ? (a, b) => b - a : (a, b) => a - b);
}

/** Returns the index of the first number in an ascending list that is not below another. */
function firstAtLeast(ascending: readonly number[], wanted: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
