import { existsSync, statSync } from "node:fs";
import type BetterSqlite3 from "better-sqlite3";
import { commandLine } from "@/domain/values/command-line";
import { damagedDatabase } from "./damage";
import { missesCommits } from "./journal-witness";

/**
 * Up to this size the whole structure is read before the database is used, which takes a second, or a few on a slow disk. Larger
 * ones are checked afterwards.
 */
const WHOLE_CHECK_BYTES_MAX = 64 * 1024 * 1024;

/** SQLite treats a smaller file as empty, and would start a new database in it. */
const PAGE_BYTES_MIN = 512;

/** Throws if the database's files don't belong together. Call it before SQLite opens them, since it would tidy up. */
export function refuseDamagedFiles(file: string): void {
  if (!existsSync(file)) {
    if (existsSync(`${file}.restoring`)) {
      throw new Error(
        `A restore was cut short, and ${file} is not there yet. Restore once more: ${commandLine("restore")}.`,
      );
    }
    if (sizeOf(`${file}-wal`) > 0) throw damagedDatabase(file, "it is missing, though its journal is there.");
    return;
  }
  if (sizeOf(file) < PAGE_BYTES_MIN) {
    throw damagedDatabase(file, "it is empty. If Relink never ran here, remove it and start again.");
  }
  if (missesCommits(file)) {
    throw damagedDatabase(
      file,
      `events that were acknowledged are missing from its journal, ${file}-wal. Put the journal back if you have it.${existsSync(`${file}-shm`) ? ` To go on without them, remove ${file}-shm.` : ""}`,
    );
  }
}

/**
 * Throws if the content is damaged. Reads all structure of a small database, and the beginning and end of each table and index of
 * a large one; `isWhollyChecked` says which.
 */
export function refuseDamagedContent(client: BetterSqlite3.Database, file: string): void {
  const pages = Number(client.pragma("page_count", { simple: true }));
  const pageBytes = Number(client.pragma("page_size", { simple: true }));
  if (sizeOf(`${file}-wal`) === 0 && sizeOf(file) < pages * pageBytes) {
    throw damagedDatabase(file, "its end is missing.");
  }
  if (isWhollyChecked(file)) {
    const finding = String(client.pragma("quick_check(1)", { simple: true }));
    if (finding !== "ok") throw damagedDatabase(file, `${finding}.`);
    return;
  }
  touchEachTree(client);
}

/** Returns true if opening a database of this size reads all of its structure. */
export function isWhollyChecked(file: string): boolean {
  return sizeOf(file) + sizeOf(`${file}-wal`) <= WHOLE_CHECK_BYTES_MAX;
}

type Tree = {
  readonly type: "table" | "index";
  readonly name: string;
  readonly tableName: string;
  readonly sql: string;
};

/** Reads the path to the first and last entry of each table and index. SQLite throws if a page on it is invalid. */
export function touchEachTree(client: BetterSqlite3.Database): void {
  const trees = client
    .prepare<[], Tree>(
      `select type, name, tbl_name as tableName, coalesce(sql, '') as sql from sqlite_schema
       where type in ('table', 'index') and rootpage > 0`,
    )
    .all();
  for (const tree of trees) {
    const [source, order] = tree.type === "table" ? wayInto(client, tree) : wayAlong(client, tree);
    for (const direction of ["asc", "desc"]) {
      client
        .prepare(`select ${tree.type === "table" ? "*" : order} from ${source} order by ${order} ${direction}`)
        .get();
    }
  }
}

function wayInto(client: BetterSqlite3.Database, { name }: Tree): readonly [source: string, order: string] {
  const hasRowid = client.prepare<[string], number>("select wr = 0 from pragma_table_list(?)").pluck().get(name) === 1;
  const key = client.prepare<[string], string>("select name from pragma_table_info(?) where pk = 1").pluck().get(name);
  return [`"${name}"`, hasRowid ? "rowid" : `"${key}"`];
}

function wayAlong(
  client: BetterSqlite3.Database,
  { name, tableName, sql }: Tree,
): readonly [source: string, order: string] {
  const first = client.prepare<[string], string>("select name from pragma_index_info(?)").pluck().get(name);
  const [partial = ""] = /\bwhere\b.*$/is.exec(sql) ?? [];
  return [`"${tableName}" indexed by "${name}" ${partial}`, `"${first}"`];
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
