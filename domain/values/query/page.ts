import { z } from "zod";
import type { Count } from "@/domain/values/count";

/** A place in a sorted list: just after, or just before, the row with these values. */
export type Cursor = {
  /** The order that the cursor belongs to. It is invalid in any other. */
  readonly order: string;
  /** The row's value in the sorted column. */
  readonly value: string | number;
  /** Breaks ties, so that the order is total. */
  readonly key: number;
  /** How many rows came before the page when the cursor was made: for display only, the query doesn't use it. */
  readonly offset: number;
};

export type Page<Row> = {
  readonly rows: readonly Row[];
  /** How many rows come before this page. */
  readonly offset: number;
  readonly total: Count;
  readonly previous: string | null;
  readonly next: string | null;
};

const cursorSchema = z.tuple([z.string(), z.union([z.string(), z.number()]), z.int(), z.int().min(0)]);

export function formatCursor(cursor: Cursor): string {
  const parts = [cursor.order, cursor.value, cursor.key, cursor.offset];
  return Buffer.from(JSON.stringify(parts)).toString("base64url");
}

/** Returns null for a cursor that is damaged or belongs to another order. The list then starts at its beginning. */
export function parseCursor(text: string | null, order: string): Cursor | null {
  if (!text) return null;
  const parsed = cursorSchema.safeParse(parseJson(Buffer.from(text, "base64url").toString("utf8")));
  if (!parsed.success || parsed.data[0] !== order) return null;
  const [, value, key, offset] = parsed.data;
  return { order, value, key, offset };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
