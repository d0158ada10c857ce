import { type Bitmap, emptyBitmap, hasKey, isEmpty, putKey } from "./bitmap";

/** Which keys have which value. A value that no key has is not in it, so that it holds no more than there is. */
export type ValueSets<T extends string> = Map<T, Bitmap>;

/** Makes a key belong to these values and to no others. */
export function putOnly<T extends string>(sets: ValueSets<T>, values: readonly T[], key: number): void {
  for (const [value, keys] of sets) if (hasKey(keys, key) && !values.includes(value)) putValue(sets, value, key, false);
  for (const value of values) putValue(sets, value, key, true);
}

/** Makes a key belong to a value, or no longer. */
export function putValue<T extends string>(sets: ValueSets<T>, value: T, key: number, isIn: boolean): void {
  const keys = sets.get(value) ?? emptyBitmap();
  putKey(keys, key, isIn);
  if (isIn) sets.set(value, keys);
  else if (isEmpty(keys)) sets.delete(value);
}
