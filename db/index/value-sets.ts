import { type Bitmap, emptyBitmap, hasKey, isEmpty, putKey } from "./bitmap";

/** The keys of each value. Values without a key are removed, so that the map only holds existing ones. */
export type ValueSets<T extends string> = Map<T, Bitmap>;

/** Makes a key belong to exactly these values. */
export function putOnly<T extends string>(sets: ValueSets<T>, values: readonly T[], key: number): void {
  for (const [value, keys] of sets) if (hasKey(keys, key) && !values.includes(value)) putValue(sets, value, key, false);
  for (const value of values) putValue(sets, value, key, true);
}

/** Adds a key to a value, or removes it. */
export function putValue<T extends string>(sets: ValueSets<T>, value: T, key: number, isIn: boolean): void {
  const keys = sets.get(value) ?? emptyBitmap();
  putKey(keys, key, isIn);
  if (isIn) sets.set(value, keys);
  else if (isEmpty(keys)) sets.delete(value);
}
