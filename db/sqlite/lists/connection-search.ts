import { eq, inArray } from "drizzle-orm";
import { type Bitmap, bitmapOf, both, countKeys, emptyBitmap, keysOf, putKey, without } from "@/db/index/bitmap";
import { type Candidates, candidatesAmong, precisionOf, wordsAmong } from "@/db/index/candidates";
import { countFacets } from "@/db/index/facet-counts";
import type { FacetIndex } from "@/db/index/facet-index";
import { type FilterSets, filterSets, meetingAll, type SetName } from "@/db/index/filter-sets";
import { type ListPosition, positionsAlong } from "@/db/index/list-positions";
import { furtherCards, type StateSets, stateSets } from "@/db/index/queue";
import { TEXTS_READ_MAX } from "@/db/index/word-match";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import { toConnection } from "@/db/sqlite/schema/rows";
import { connectionIds, connections } from "@/db/sqlite/schema/schema";
import type { ConnectionPage, ConnectionStream, Store } from "@/db/store";
import type { Connection } from "@/domain/connection/connection";
import type { ConnectionFilter, ConnectionSearch } from "@/domain/lists/connection-search";
import { searchWords } from "@/domain/lists/search-text";
import type { Selection } from "@/domain/lists/selection";
import { type Cursor, formatCursor, parseCursor } from "@/domain/values/query/page";
import { heldSpansReader } from "./held-spans";
import { textOrders } from "./text-orders";
import { wordSearch } from "./word-search";

/** This many exact matches of a pasted id come first, since one user may have thousands of connections. */
const PINNED_MAX = 10;
const NONE = emptyBitmap();
/** Read in one turn of the event loop: some 10 ms. */
const SLICE_ROWS = 1_000;

/** Reads the keys of all matching and selected connections, in slices, each once. */
export type ReadKeys = (search: ConnectionSearch, selection: Selection, now: number) => AsyncGenerator<number[]>;

/** Finds connections: which match, in which order, and how many would match other filters. */
export function connectionSearch(
  db: SqliteDatabase,
  index: FacetIndex,
): Pick<Store["connections"], "search" | "count" | "readAll"> & { readonly readKeys: ReadKeys } {
  const texts = wordSearch(db);
  const heldSpans = heldSpansReader(db);
  const orders = textOrders(db);
  const keysOfUsers = (users: readonly string[]) => bitmapOf(keysOfUsersIn(db, users));

  function find(filter: ConnectionFilter, now: number) {
    const states = stateSets(index.cases, heldSpans(), now);
    const sets = filterSets({ index, keysOfUsers, states, filter, now });
    const words = searchWords(filter.q);
    const match = words.length > 0 ? texts.lookUp(words) : null;
    const besideLeaving = (leftOut: SetName | null) =>
      filter.list === "outreach" ? besideOthers(states, sets, words, leftOut) : NONE;
    const beside = besideLeaving(null);
    const met = without(meetingAll(index, sets), beside);
    return { states, sets, words, match, beside, besideLeaving, candidates: candidatesAmong(texts, met, words, match) };
  }

  /** Returns the queue's cases that are part of another card, with a filter left out. They don't depend on the order. */
  function besideOthers(
    states: StateSets,
    sets: FilterSets,
    words: readonly string[],
    leftOut: SetName | null,
  ): Bitmap {
    const among = both(index.cases.shared, meetingAll(index, sets, "outreach", ...(leftOut ? [leftOut] : [])));
    const isSearched = words.length > 0 && countKeys(among) <= TEXTS_READ_MAX;
    const found = isSearched ? bitmapOf(texts.withEvery(keysOf(among), words)) : among;
    return furtherCards(index.cases, states, found);
  }

  async function search(search: ConnectionSearch, now: number): Promise<ConnectionPage> {
    await index.whenReady();
    const { states, sets, match, beside, besideLeaving, candidates } = find(search, now);
    const cards = (set: Bitmap, leftOut: SetName | null) =>
      wordsAmong(without(set, leftOut === null || leftOut === "outreach" ? beside : besideLeaving(leftOut)), match);
    const order = `${search.sort}.${search.order}`;
    const after = parseCursor(search.after, order);
    const before = after ? null : parseCursor(search.before, order);
    const size = Number(search.size);
    const pinned = pinnedPlaces(search.q, candidates.keys);
    const others =
      pinned.length > 0 ? without(candidates.keys, bitmapOf(pinned.map(({ key }) => key))) : candidates.keys;
    const isFirst = !after && !before;
    const found = positionsAlong(
      { index, textOrders: orders, texts, search, candidates: { ...candidates, keys: others } },
      before !== null,
      after ?? before,
      size + 1,
    );
    const along = before ? found.slice(0, size).reverse() : found;
    const places = isFirst ? [...pinned, ...along].slice(0, size) : along.slice(0, size);
    const hasMore = isFirst ? pinned.length + found.length > size : found.length > size;
    const offset = before ? Math.max(0, before.offset - places.length) : (after?.offset ?? 0);
    return {
      rows: readInOrder(
        db,
        places.map(({ key }) => key),
      ),
      offset,
      total: candidates.count,
      facets: {
        ...countFacets(index, states, sets, cards, search),
        precision: precisionOf(match),
      },
      previous: cursorAt(order, places[0], offset, before ? hasMore : after !== null),
      next: cursorAt(order, places.at(-1), offset + places.length, before !== null || hasMore),
    };
  }

  /** Returns exact matches of a pasted id, which come first. */
  function pinnedPlaces(q: string, among: Bitmap): ListPosition[] {
    const places = placesOfId(q, among);
    return places.length > 0 ? places : placesOfId(q.trim(), among);
  }

  function placesOfId(id: string, among: Bitmap): ListPosition[] {
    if (id === "") return [];
    const keyOf = { key: connections.key };
    const found = [
      ...db.select({ key: connectionIds.key }).from(connectionIds).where(eq(connectionIds.id, id)).all(),
      ...db.select(keyOf).from(connections).where(eq(connections.userSortKey, id)).limit(PINNED_MAX).all(),
      ...readByAccount.all(id).map((key) => ({ key })),
    ];
    const keys = keysOf(both(among, bitmapOf(found.map(({ key }) => key))));
    return keys.slice(0, PINNED_MAX).map((key) => ({ key, value: 0 }));
  }

  const readByAccount = db.$client
    .prepare<[string], number>(
      `select key from connections indexed by connections_by_account
       where account_id = ? and is_disconnected = 0 limit ${PINNED_MAX}`,
    )
    .pluck();

  async function chosenAmong(search: ConnectionSearch, selection: Selection, now: number): Promise<Candidates> {
    await index.whenReady();
    const { candidates } = find(search, now);
    const chosen = bitmapOf(keysOfIds(db, selection.kind === "all" ? selection.except : selection.ids));
    const keys = selection.kind === "all" ? without(candidates.keys, chosen) : both(candidates.keys, chosen);
    const isCounted = selection.kind === "some" || candidates.isExact;
    const count = isCounted ? { value: countKeys(keys), precision: "exact" as const } : candidates.count;
    return { ...candidates, keys, count };
  }

  async function readAll(search: ConnectionSearch, selection: Selection, now: number): Promise<ConnectionStream> {
    const candidates = await chosenAmong(search, selection, now);
    return { total: candidates.count, slices: rowsOf(slicesOf(search, candidates)) };
  }

  async function* readKeys(search: ConnectionSearch, selection: Selection, now: number): AsyncGenerator<number[]> {
    yield* slicesOf(search, await chosenAmong(search, selection, now));
  }

  async function* rowsOf(slices: AsyncGenerator<number[]>): AsyncGenerator<readonly Connection[]> {
    for await (const keys of slices) yield readInOrder(db, keys);
  }

  /** Takes each slice out of the set, so that a row that moves meanwhile comes exactly once. */
  async function* slicesOf(search: ConnectionSearch, candidates: Candidates): AsyncGenerator<number[]> {
    const remaining = without(candidates.keys, bitmapOf([]));
    const walk = { index, textOrders: orders, texts, search, candidates: { ...candidates, keys: remaining } };
    let after: ListPosition | null = null;
    for (;;) {
      const places = positionsAlong(walk, false, after, SLICE_ROWS);
      for (const { key } of places) putKey(remaining, key, false);
      if (places.length > 0) yield places.map(({ key }) => key);
      if (places.length < SLICE_ROWS) {
        // Start over for rows that moved to a place already passed.
        if (after === null) return;
        after = null;
      } else {
        after = places.at(-1) ?? null;
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  return {
    search,
    count: async (filter, now) => {
      await index.whenReady();
      return find(filter, now).candidates.count;
    },
    readAll,
    readKeys,
  };
}

function cursorAt(order: string, place: ListPosition | undefined, offset: number, isWanted: boolean): string | null {
  return place && isWanted
    ? formatCursor({ order, value: place.value, key: place.key, offset } satisfies Cursor)
    : null;
}

function keysOfIds(db: SqliteDatabase, ids: readonly string[]): number[] {
  if (ids.length === 0) return [];
  const rows = db.$client
    .prepare("select key from connection_ids where id in (select value from json_each(?))")
    .pluck();
  return rows.all(JSON.stringify(ids)) as number[];
}

function readInOrder(db: SqliteDatabase, keys: readonly number[]): Connection[] {
  const rows = db
    .select()
    .from(connections)
    .innerJoin(connectionIds, eq(connectionIds.key, connections.key))
    .where(inArray(connections.key, [...keys]))
    .all();
  const byKey = new Map(rows.map((row) => [row.connections.key, toConnection(row.connection_ids.id, row.connections)]));
  return keys.flatMap((key) => byKey.get(key) ?? []);
}

function keysOfUsersIn(db: SqliteDatabase, users: readonly string[]): number[] {
  if (users.length === 0) return [];
  const rows = db
    .select({ key: connections.key, user: connections.user })
    .from(connections)
    .where(inArray(connections.userSortKey, [...users]))
    .all();
  return rows.flatMap(({ key, user }) => (user === null ? [] : key));
}
