import path from "node:path";
import { describeBackups } from "@/db/conformance/backup.conformance";
import { unpack } from "@/db/sqlite/backup/pack";
import { freshFolder, freshStore, storeAt } from "@/testing/fresh-store";

describeBackups("SQLite", freshStore, async (backup) => {
  const file = path.join(freshFolder(), "relink.db");
  await unpack(backup, file);
  return storeAt(file);
});
