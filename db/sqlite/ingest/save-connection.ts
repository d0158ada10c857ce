import { eq, getTableColumns, sql } from "drizzle-orm";
import type { FacetIndex } from "@/db/index/facet-index";
import type { CaseKeeper } from "@/db/sqlite/cases/case-keeper";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import type { FoldCause } from "@/db/sqlite/history/fold-cause";
import { TEXT_END } from "@/db/sqlite/lists/word-search";
import { type ConnectionRow, toConnectionRow } from "@/db/sqlite/schema/rows";
import { connections } from "@/db/sqlite/schema/schema";
import type { Connection } from "@/domain/connection/connection";

export type SaveConnection = (
  key: number,
  before: ConnectionRow | null,
  after: Connection | null,
  making: FoldCause,
) => void;

/** Safe: the table's own column names. */
const COLUMNS = Object.keys(getTableColumns(connections)) as (keyof ConnectionRow)[];

/**
 * Returns a function that writes a connection's new state and everything that follows from it: its search row, its cases and
 * those it closes, and the mark for the facet index. Writes only the columns that differ, so that other indexes are untouched.
 */
export function connectionSaver(db: SqliteDatabase, index: FacetIndex, cases: CaseKeeper): SaveConnection {
  const addWords = db.$client.prepare("insert or replace into connection_words (rowid, search_text) values (?, ?)");
  const removeWords = db.$client.prepare("delete from connection_words where rowid = ?");
  const insert = db.insert(connections).values(placeholdersFor(COLUMNS)).prepare();
  const updates = new Map<string, ReturnType<typeof prepareUpdate>>();

  function update(columns: (keyof ConnectionRow)[], row: ConnectionRow): void {
    const name = columns.join();
    const prepared = updates.get(name) ?? prepareUpdate(db, columns);
    updates.set(name, prepared);
    prepared.run(row);
  }

  function write(key: number, before: ConnectionRow | null, row: ConnectionRow | null): void {
    if (!row) {
      db.delete(connections).where(eq(connections.key, key)).run();
      return;
    }
    if (!before) {
      insert.run(row);
      return;
    }
    const changed = differingColumns(before, row);
    if (changed.length > 0) update(changed, row);
  }

  return (key, before, after, making) => {
    const row = after && toConnectionRow(key, after);
    index.touch(key, hasSameHolding(before, row) ? [] : [before?.accountId ?? null, row?.accountId ?? null]);
    if (before?.searchText !== row?.searchText) {
      if (before) removeWords.run(key);
      if (row) addWords.run(key, row.searchText + TEXT_END);
    }
    write(key, before, row);
    cases.follow(key, before, row, making);
  };
}

/** Returns true if a connection holds the same account as before, or none as before. */
function hasSameHolding(before: ConnectionRow | null, after: ConnectionRow | null): boolean {
  return before?.accountId === after?.accountId && before?.isDisconnected === after?.isDisconnected;
}

/** Returns the columns in which two rows differ. */
export function differingColumns(a: ConnectionRow, b: ConnectionRow): (keyof ConnectionRow)[] {
  return COLUMNS.filter((column) => a[column] !== b[column]);
}

function prepareUpdate(db: SqliteDatabase, columns: readonly (keyof ConnectionRow)[]) {
  return db
    .update(connections)
    .set(placeholdersFor(columns))
    .where(eq(connections.key, sql.placeholder("key")))
    .prepare();
}

/** Safe: a placeholder accepts whatever its column takes, and `run` gets the value under the same name. */
function placeholdersFor(columns: readonly (keyof ConnectionRow)[]): ConnectionRow {
  return Object.fromEntries(columns.map((column) => [column, sql.placeholder(column)])) as never;
}
