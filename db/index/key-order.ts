import { type Bitmap, both, countKeys, either, emptyBitmap, forEachKey, hasKey, putKey, without } from "./bitmap";
import {
  type FirstKeysOptions,
  firstKeys,
  keysInRange,
  type NumberColumn,
  type NumberPosition,
  numberAt,
} from "./number-column";

/**
 * All keys in the order of `(number, key)`, maintained while numbers change: a sorted list from some time ago, and the few keys
 * that have moved since, which are merged once there are many.
 */
export type KeyOrder = {
  readonly column: NumberColumn;
  sorted: Uint32Array;
  /** Keys whose place in `sorted` is invalid, because their number changed, or they are new or gone. */
  moved: Bitmap;
  movedCount: number;
};

/** Merging reads the whole list: some 10 ms at a million keys, so it must be rare. */
const MOVED_MIN = 4_096;
const MOVED_SHARE = 64;
export function newKeyOrder(column: NumberColumn): KeyOrder {
  return { column, sorted: new Uint32Array(0), moved: emptyBitmap(), movedCount: 0 };
}

/** Call this when a key's number has changed, or when the key was added or removed. */
export function noteMoved(order: KeyOrder, key: number): void {
  if (hasKey(order.moved, key)) return;
  putKey(order.moved, key, true);
  order.movedCount += 1;
}

/** Merges the moved keys if there are many; `all` are the existing keys. */
export function tidyOrder(order: KeyOrder, all: Bitmap): void {
  if (order.movedCount <= Math.max(MOVED_MIN, order.sorted.length / MOVED_SHARE)) return;
  const arrived = sortKeys(intersectionKeys(order.moved, all), order.column);
  order.sorted = merge(order, arrived);
  order.moved = emptyBitmap();
  order.movedCount = 0;
}

/** Returns the first keys of a set along the order, at any depth. */
export function firstAlong(order: KeyOrder, set: Bitmap, options: FirstKeysOptions): NumberPosition[] {
  const { isDescending, limit } = options;
  // A walk would pass too many others of a sparse set, so that is read as a whole.
  const settled = without(set, order.moved);
  const size = countKeys(settled);
  const walked =
    size * size < limit * order.sorted.length
      ? firstKeys(settled, order.column, options)
      : walk(order, settled, options);
  if (order.movedCount === 0) return walked;
  const beside = firstKeys(both(set, order.moved), order.column, options);
  const sign = isDescending ? -1 : 1;
  return [...walked, ...beside].sort((a, b) => sign * compareHistoryPositions(a, b)).slice(0, limit);
}

/** Returns the keys of a set whose number is in [from, until). Lists whichever is shorter, the range or the rest. */
export function keysBetween(order: KeyOrder, set: Bitmap, from: number, until: number): Bitmap {
  const { sorted, moved, column } = order;
  const first = startOf(order, false, { key: -1, value: from });
  const end = startOf(order, false, { key: -1, value: until });
  const movedWithin = keysInRange(both(set, moved), column, from, until);
  const settled = without(set, moved);
  const isMost = end - first > sorted.length / 2;
  const listed = emptyBitmap();
  const list = (start: number, stop: number) => {
    for (let at = start; at < stop; at++) putKey(listed, sorted[at] ?? 0, true);
  };
  if (isMost) {
    list(0, first);
    list(end, sorted.length);
  } else {
    list(first, end);
  }
  return either(isMost ? without(settled, listed) : both(settled, listed), movedWithin);
}

function walk(order: KeyOrder, settled: Bitmap, { isDescending, after, limit }: FirstKeysOptions): NumberPosition[] {
  const found: NumberPosition[] = [];
  const step = isDescending ? -1 : 1;
  for (let at = startOf(order, isDescending, after); at >= 0 && at < order.sorted.length; at += step) {
    const key = order.sorted[at] ?? 0;
    if (!hasKey(settled, key)) continue;
    found.push({ key, value: numberAt(order.column, key) });
    if (found.length === limit) break;
  }
  return found;
}

/** Returns where a walk begins: at the first place beyond `after`. */
function startOf(order: KeyOrder, isDescending: boolean, after: NumberPosition | null): number {
  if (!after) return isDescending ? order.sorted.length - 1 : 0;
  const isBefore = (place: NumberPosition) => compareHistoryPositions(place, after) < (isDescending ? 0 : 1);
  let low = 0;
  let high = order.sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = nextSettled(order, middle, high);
    const key = order.sorted[at] ?? 0;
    if (at < high && isBefore({ key, value: numberAt(order.column, key) })) low = at + 1;
    else high = middle;
  }
  return isDescending ? low - 1 : low;
}

/** Skips moved keys, whose place is invalid. */
function nextSettled(order: KeyOrder, from: number, until: number): number {
  let at = from;
  while (at < until && hasKey(order.moved, order.sorted[at] ?? 0)) at += 1;
  return at;
}

/** Looks up each arrival and copies what lies in between, which takes far fewer comparisons than merging key by key. */
function merge(order: KeyOrder, arrived: Uint32Array): Uint32Array {
  const { column, sorted, moved } = order;
  if (sorted.length === 0) return arrived;
  const merged = new Uint32Array(sorted.length + arrived.length);
  let length = 0;
  let at = 0;
  const copyUntil = (end: number) => {
    for (; at < end; at++) {
      const key = sorted[at] ?? 0;
      if (!hasKey(moved, key)) merged[length++] = key;
    }
  };
  for (const key of arrived) {
    copyUntil(startOf(order, false, { key, value: numberAt(column, key) }));
    merged[length++] = key;
  }
  copyUntil(sorted.length);
  return merged.slice(0, length);
}

/**
 * Sorts ascending keys by their numbers, equal numbers by key. Sorting plain numbers is ten times as fast as with a comparison
 * function, so number and place are packed into one; a final pass fixes what the packing cuts off.
 */
function sortKeys(keys: Uint32Array, column: NumberColumn): Uint32Array {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const key of keys) {
    const value = numberAt(column, key);
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const places = 2 ** Math.ceil(Math.log2(keys.length + 1));
  const grain = Math.max(1, 2 ** Math.ceil(Math.log2(((most - least + 1) * places) / Number.MAX_SAFE_INTEGER)));
  const packed = new Float64Array(keys.length);
  for (let place = 0; place < keys.length; place++) {
    packed[place] = Math.floor((numberAt(column, keys[place] ?? 0) - least) / grain) * places + place;
  }
  packed.sort();
  const sorted = new Uint32Array(keys.length);
  for (let index = 0; index < packed.length; index++) sorted[index] = keys[(packed[index] ?? 0) % places] ?? 0;
  return grain === 1 ? sorted : sortNearlySorted(sorted, column);
}

/** Insertion sort, for keys that are at most a few places from their final position. */
function sortNearlySorted(keys: Uint32Array, column: NumberColumn): Uint32Array {
  for (let index = 1; index < keys.length; index++) {
    const key = keys[index] ?? 0;
    const place = { key, value: numberAt(column, key) };
    let at = index;
    for (; at > 0; at--) {
      const before = keys[at - 1] ?? 0;
      if (compareHistoryPositions({ key: before, value: numberAt(column, before) }, place) <= 0) break;
      keys[at] = before;
    }
    keys[at] = key;
  }
  return keys;
}

function intersectionKeys(a: Bitmap, b: Bitmap): Uint32Array {
  const found = both(a, b);
  const keys = new Uint32Array(countKeys(found));
  let length = 0;
  forEachKey(found, (key) => {
    keys[length++] = key;
  });
  return keys;
}

function compareHistoryPositions(a: NumberPosition, b: NumberPosition): number {
  return a.value - b.value || a.key - b.key;
}
