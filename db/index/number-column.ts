import { type Bitmap, CHUNK_KEYS, lowestBit } from "./bitmap";

/** A number for each key, in chunks like those of a bitmap. */
export type NumberColumn = Float64Array[];

/** A row's place in an order by a number. */
export type NumberPosition = { readonly key: number; readonly value: number };

export type FirstKeysOptions = {
  readonly isDescending: boolean;
  /** Only places after this one. */
  readonly after: NumberPosition | null;
  readonly limit: number;
};

const CHUNK_SHIFT = 16;
const CHUNK_MASK = CHUNK_KEYS - 1;

export function putNumber(column: NumberColumn, key: number, value: number): void {
  let chunk = column[key >>> CHUNK_SHIFT];
  if (!chunk) {
    chunk = new Float64Array(CHUNK_KEYS);
    column[key >>> CHUNK_SHIFT] = chunk;
  }
  chunk[key & CHUNK_MASK] = value;
}

/** Returns the number of a key; 0 if none was set. */
export function numberAt(column: NumberColumn, key: number): number {
  return column[key >>> CHUNK_SHIFT]?.[key & CHUNK_MASK] ?? 0;
}

/**
 * Returns the first keys of a set along the order of `(number, key)`, at any depth. Looks at each number once and keeps the best
 * in a heap, whose root is the last of them.
 */
export function firstKeys(set: Bitmap, column: NumberColumn, options: FirstKeysOptions): NumberPosition[] {
  const { isDescending, after, limit } = options;
  const sign = isDescending ? -1 : 1;
  const values = new Float64Array(limit);
  const keys = new Float64Array(limit);
  let size = 0;
  const floorValue = after ? sign * after.value : Number.NEGATIVE_INFINITY;
  const floorKey = after ? sign * after.key : 0;

  function isLater(a: number, b: number): boolean {
    const difference = (values[a] ?? 0) - (values[b] ?? 0);
    return difference > 0 || (difference === 0 && (keys[a] ?? 0) > (keys[b] ?? 0));
  }

  function swap(a: number, b: number): void {
    const value = values[a] ?? 0;
    values[a] = values[b] ?? 0;
    values[b] = value;
    const key = keys[a] ?? 0;
    keys[a] = keys[b] ?? 0;
    keys[b] = key;
  }

  function siftUp(from: number): void {
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >>> 1;
      if (!isLater(at, parent)) return;
      swap(at, parent);
      at = parent;
    }
  }

  function siftDown(): void {
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      const right = left + 1;
      let last = at;
      if (left < size && isLater(left, last)) last = left;
      if (right < size && isLater(right, last)) last = right;
      if (last === at) return;
      swap(at, last);
      at = last;
    }
  }

  function offer(value: number, key: number): void {
    if (value < floorValue || (value === floorValue && after !== null && key <= floorKey)) return;
    if (size < limit) {
      values[size] = value;
      keys[size] = key;
      siftUp(size++);
      return;
    }
    const worst = values[0] ?? 0;
    if (value > worst || (value === worst && key > (keys[0] ?? 0))) return;
    values[0] = value;
    keys[0] = key;
    siftDown();
  }

  // Start at the highest keys if descending: keys grow with time, so the heap soon holds the right ones.
  for (let step = 0; step < set.chunks.length; step++) {
    const index = isDescending ? set.chunks.length - 1 - step : step;
    const bits = set.chunks[index];
    const numbers = column[index];
    if (!bits || !numbers) continue;
    for (let inner = 0; inner < bits.length; inner++) {
      const word = isDescending ? bits.length - 1 - inner : inner;
      let rest = bits[word] ?? 0;
      while (rest !== 0) {
        const place = (word << 5) + lowestBit(rest);
        rest &= rest - 1;
        offer(sign * (numbers[place] ?? 0), sign * (index * CHUNK_KEYS + place));
      }
    }
  }
  const order = Array.from({ length: size }, (_, index) => index).sort((a, b) => (isLater(a, b) ? 1 : -1));
  return order.map((index) => ({ key: sign * (keys[index] ?? 0), value: sign * (values[index] ?? 0) }));
}

/** Returns the keys of a set whose number is in [from, until). */
export function keysInRange(set: Bitmap, column: NumberColumn, from: number, until: number): Bitmap {
  const chunks = set.chunks.map((bits, index) => {
    const numbers = column[index];
    if (!bits || !numbers) return undefined;
    const result = new Uint32Array(bits.length);
    for (let word = 0; word < bits.length; word++) {
      let rest = bits[word] ?? 0;
      let found = 0;
      while (rest !== 0) {
        const bit = lowestBit(rest);
        rest &= rest - 1;
        const value = numbers[(word << 5) + bit] ?? 0;
        if (value >= from && value < until) found |= 1 << bit;
      }
      result[word] = found;
    }
    return result;
  });
  return { chunks };
}
