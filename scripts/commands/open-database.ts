import { existsSync } from "node:fs";
import { isDamaged, openStore } from "@/db/open-store";
import type { Store } from "@/db/store";
import { restoreAdvice } from "@/server/process/backup-folder";
import { fail } from "./arguments";
import { settings } from "./settings";

/** Opens the deployment's database for a program. Exits with a sentence if there is none, or if it can't be used. */
export function openDatabase(exitCodeForNone = 1): Store {
  const { databaseUrl, dataDir, backups } = settings();
  if (!existsSync(databaseUrl)) {
    fail(`There is no database in ${dataDir} yet. Start Relink first, or set RELINK_DATA_DIR.`, exitCodeForNone);
  }
  try {
    return openStore(databaseUrl);
  } catch (problem) {
    const sentence = problem instanceof Error ? problem.message : String(problem);
    return fail(isDamaged(problem) ? `${sentence}\n${restoreAdvice(backups)}` : sentence);
  }
}
