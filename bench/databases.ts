import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { openStore } from "@/db/open-store";
import { say } from "@/scripts/commands/arguments";
import { yearOf } from "@/testing/worlds/made-up-year";

const FOLDER = path.join(path.dirname(import.meta.dirname), ".cache", "bench");
/** Raise this when the schema or the made-up world changes, so that databases are recreated. */
const VERSION = 3;

/** Returns the folder of a database with this many connections, creating it if missing. */
export async function benchDatabase(connections: number, eventsEach: number): Promise<string> {
  const folder = path.join(FOLDER, `v${VERSION}-${connections}-${eventsEach}`);
  if (existsSync(folder)) return folder;
  say(`FoldCause ${connections.toLocaleString("en")} connections …`);
  const draft = `${folder}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  const store = openStore(pathToFileURL(path.join(draft, "relink.db")));
  await store.maintenance.load(yearOf(connections, connections * eventsEach, 1));
  store.close();
  renameSync(draft, folder);
  return folder;
}
