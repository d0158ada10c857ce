import { type SQL, sql } from "drizzle-orm";
import { hasKey, keysOf } from "@/db/index/bitmap";
import type { ListPosition, ListStep, TextOrder, TextOrders } from "@/db/index/list-positions";
import type { SqliteDatabase } from "@/db/sqlite/file/open";

const NAMES_AT_ONCE_MAX = 50_000;

/** Walks the list in the order of names and of users, which only the file knows. */
export function textOrders(db: SqliteDatabase): TextOrders {
  return {
    name: textOrder(db, sql`name_sort_key`, sql`connections_by_name`),
    user: textOrder(db, sql`user_sort_key`, sql`connections_by_user`),
  };
}

function textOrder(db: SqliteDatabase, column: SQL, index: SQL): TextOrder {
  return {
    sorted: (step) => sorted(db, column, step),
    walked: (step) => walked(db, column, index, step),
  };
}

function sorted(db: SqliteDatabase, column: SQL, { keys, isDescending, after, limit }: ListStep): ListPosition[] {
  const direction = isDescending ? sql`desc` : sql`asc`;
  const conditions = [sql`key in (select value from json_each(${JSON.stringify(keysOf(keys))}))`];
  if (after) conditions.push(beyond(column, after, isDescending));
  return db.all<ListPosition>(sql`
    select key, ${column} as value from connections where ${sql.join(conditions, sql` and `)}
    order by ${column} ${direction}, key ${direction} limit ${limit}`);
}

/** Reads only keys along the index, at a fourth of the cost, then the texts of the matches. */
function walked(db: SqliteDatabase, column: SQL, index: SQL, step: ListStep): ListPosition[] {
  const { keys, isDescending, after, limit } = step;
  const direction = isDescending ? sql`desc` : sql`asc`;
  const textOf = (key: number) =>
    db.get<ListPosition>(sql`select key, ${column} as value from connections where key = ${key}`);
  const found: ListPosition[] = [];
  let from = after;
  for (let size = limit * 2; found.length < limit; size = Math.min(size * 4, NAMES_AT_ONCE_MAX)) {
    const rows = db.values<[number]>(sql`
      select key from connections indexed by ${index}
      where ${from ? beyond(column, from, isDescending) : sql`true`}
      order by ${column} ${direction}, key ${direction} limit ${size}`);
    for (const [key] of rows) {
      if (found.length < limit && hasKey(keys, key)) found.push(textOf(key));
    }
    const last = rows.at(-1);
    if (rows.length < size || !last) break;
    from = textOf(last[0]);
  }
  return found;
}

function beyond(column: SQL, { value, key }: ListPosition, isDescending: boolean): SQL {
  return isDescending ? sql`(${column}, key) < (${value}, ${key})` : sql`(${column}, key) > (${value}, ${key})`;
}
