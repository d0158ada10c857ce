import { mkdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { openSqliteStore } from "./sqlite/sqlite-store";
import type { Store } from "./store";

/** Opens the store that a URL names; `file:` is SQLite, and the one dialect there is so far. */
export function openStore(url: URL): Store {
  if (url.protocol !== "file:") throw new Error(`No store speaks ${url.protocol}; use a file: URL.`);
  const file = fileURLToPath(url);
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  return openSqliteStore(file);
}
