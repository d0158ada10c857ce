import type { SqliteDatabase } from "@/db/sqlite/file/open";
import { holdsValue } from "@/domain/intake/body-values";
import type { EventValues, Place } from "./event-values";

const ROWS_READ_MAX = 1_000;

/** The next numbers of rows from a place on, in the order of arrival or against it. */
export type EventWalk = (place: Place, limit: number) => number[];

/** Every event, or every repetition. */
export function everyRow(db: SqliteDatabase, table: "events" | "repeats"): EventWalk {
  return stepper(db, `select id from ${table} where`, []);
}

/** The events of some facets. */
export function eventsOfFacets(db: SqliteDatabase, facets: readonly number[]): EventWalk {
  return rowsOfFacets(db, "events", facets);
}

/** The events of some facets, or their repetitions: the ends of a few lists, merged. */
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

/** The events of some connections, whose numbers are read at once; those with a value where one is given. */
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

/** The events whose bodies hold a value, and the one that has an identity. */
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

/** The part of a walk whose numbers lie in a range, both ends included. */
export function within(walk: EventWalk, { first, last }: { readonly first: number; readonly last: number }): EventWalk {
  return (place, limit) => {
    const from =
      "below" in place ? { below: Math.min(place.below, last + 1) } : { above: Math.max(place.above, first - 1) };
    return walk(from, limit).filter((id) => id >= first && id <= last);
  };
}

/** Follows a walk from a place to its end, in growing slices. */
export function* slicesOf(walk: EventWalk, from: Place, size: number): Generator<number[]> {
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

/** Rows whose numbers are known. */
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

function inOrder(place: Place, ids: readonly number[]): number[] {
  return [...ids].sort("below" in place ? (a, b) => b - a : (a, b) => a - b);
}

/** Where in an ascending list the first number stands that is not below another. */
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
